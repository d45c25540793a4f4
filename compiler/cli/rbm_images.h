/* compiler/cli/rbm_images.h -- rows of visible units as a page of images. */
#ifndef SADDLE_CLI_RBM_IMAGES_H
#define SADDLE_CLI_RBM_IMAGES_H

typedef struct
{
    int n, height, width;      /* images, and the sides of one             */
    const double *x;           /* n x height*width                         */
    int columns;               /* 0: about as wide as high                 */
    double low, high;          /* black and white; for signs: high = -low  */
    int signs;                 /* negative and positive values coloured    */
    const char *title;
    char **caption;            /* n, or NULL                               */
} images_t;

/* Writes a .svg, .pdf or .png and its gnuplot script; an exit status. */
int images_write(const images_t *, const char *path);

#endif
