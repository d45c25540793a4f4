/* runtime/rbm/generate.c -- data that needs no file. */
#include "data.h"
#include "gibbs.h"
#include "matrix.h"
#include "../random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
    const char *key;
    double value, least, most;
} setting_t;

/* Reads KEY=VALUE,... into the settings (the last has a NULL key). */
static rbm_status_t
read_settings(setting_t *s, const char *text, rbm_message_t *message)
{
    const char *at = text + strcspn(text, ":");
    int k;

    while (*at != '\0')
    {
        size_t length = strcspn(++at, "=,");
        char *end;

        for (k = 0; s[k].key != NULL; k++)
            if (strlen(s[k].key) == length
                && strncmp(at, s[k].key, length) == 0)
                break;
        if (s[k].key == NULL || at[length] != '=')
        {
            char known[128] = "";

            for (k = 0; s[k].key != NULL; k++)
            {
                strcat(known, " ");
                strcat(known, s[k].key);
            }
            return rbm_say(message, RBM_BAD_USE,
                           "data '%s': '%.*s' is not of the form KEY=VALUE "
                           "with one of the keys%s", text,
                           (int) strcspn(at, ","), at, known);
        }
        at += length + 1;
        s[k].value = strtod(at, &end);
        if (end == at || (*end != ',' && *end != '\0')
            || !(s[k].value >= s[k].least && s[k].value <= s[k].most))
            return rbm_say(message, RBM_BAD_USE,
                           "data '%s': %s is a number from %g to %g", text,
                           s[k].key, s[k].least, s[k].most);
        at = end;
    }
    return RBM_OK;
}

/* ---- bars and stripes ------------------------------------------------------------ */

static void
draw_bars(data_t *data, int size, unsigned long seed)
{
    random_t stream = random_stream(seed, RANDOM_DATA);
    double *u = malloc(((size_t) size + 1) * sizeof *u);
    int k, i;

    for (k = 0; u != NULL && k < data->n; k++)
    {
        random_uniform(u, (size_t) size + 1, stream, (uint64_t) k, 0);
        for (i = 0; i < data->d; i++)
            data->byte[at_row(k, data->d) + i]
                = u[1 + (u[0] < 0.5 ? i / size : i % size)] < 0.5;
    }
    free(u);
}

static rbm_status_t
bars(data_t *data, const char *text, unsigned long seed,
     rbm_message_t *message)
{
    setting_t s[] = { { "size", 6, 1, 1000 }, { "n", 1000, 1, 1e7 },
                      { NULL, 0, 0, 0 } };
    rbm_status_t status = read_settings(s, text, message);
    int size = (int) s[0].value;

    if (status == RBM_OK)
        status = data_room(data, text, floor(s[1].value), size * size, 1,
                           message);
    if (status != RBM_OK)
        return status;
    data->height = data->width = size;
    draw_bars(data, size, seed);
    return data_finish(data, text, message);
}

/* ---- digits ---------------------------------------------------------------------- */

static rbm_status_t
digits(data_t *data, const char *text, unsigned long seed,
       rbm_message_t *message)
{
    setting_t s[] = { { "size", 16, 8, 256 }, { "n", 2000, 1, 1e7 },
                      { NULL, 0, 0, 0 } };
    rbm_status_t status = read_settings(s, text, message);
    int size = (int) s[0].value, k, i;
    double *image = NULL;

    if (status == RBM_OK)
        status = data_room(data, text, floor(s[1].value), size * size, 1,
                           message);
    if (status == RBM_OK)
    {
        image = malloc((size_t) data->d * sizeof *image);
        if (image == NULL)
            status = rbm_no_memory(message);
    }
    if (status != RBM_OK)
        return status;
    data->height = data->width = size;
    data->scale = 1.0 / 255;
    for (k = 0; k < data->n; k++)
    {
        data_draw_digit(image, size, k % 10, seed, (unsigned long) k);
        for (i = 0; i < data->d; i++)
            data->byte[at_row(k, data->d) + i]
                = (unsigned char) (255 * image[i] + 0.5);
    }
    free(image);
    return data_finish(data, text, message);
}

/* ---- a planted machine ------------------------------------------------------------- */

/* Spin couplings N(0, scale^2/nv): weights 4 J, biases that keep symmetry. */
static void
plant(rbm_t *r, double scale, unsigned long seed)
{
    int i, j;

    random_normal(r->w, at_row(r->nv, r->nh),
                  random_stream(seed, RANDOM_PLANTED), 0, 0);
    for (i = 0; i < r->nv; i++)
        for (j = 0; j < r->nh; j++)
        {
            double *w = r->w + at_row(i, r->nh) + j;

            *w *= 4 * scale / sqrt(r->nv);
            r->a[i] -= 0.5 * *w;
            r->b[j] -= 0.5 * *w;
        }
}

static rbm_status_t
draw_planted(data_t *data, int nh, double scale, int steps,
             unsigned long seed, rbm_message_t *message)
{
    size_t t, total = at_row(data->n, data->d);
    double *v = calloc(total, sizeof *v);
    double *h = malloc(at_row(data->n, nh) * sizeof *h);
    rbm_t r;
    gibbs_t g = { &r, NULL, seed, 1, NULL, 0 };
    rbm_status_t status = rbm_init(&r, data->d, nh, 0, message);

    if (v == NULL || h == NULL)
        status = rbm_no_memory(message);
    if (status == RBM_OK)
    {
        plant(&r, scale, seed);
        random_uniform(v, total, random_stream(seed, RANDOM_DATA), 0, 0);
        for (t = 0; t < total; t++)
            v[t] = v[t] < 0.5;
        gibbs_steps(&g, v, h, data->n, steps, 1UL << 40);
        for (t = 0; t < total; t++)
            data->byte[t] = v[t] > 0.5;
    }
    rbm_clear(&r);
    free(h);
    free(v);
    return status;
}

static rbm_status_t
planted(data_t *data, const char *text, unsigned long seed,
        rbm_message_t *message)
{
    setting_t s[] = { { "visible", 20, 1, 1e5 }, { "hidden", 8, 1, 1e5 },
                      { "n", 2000, 1, 1e7 }, { "scale", 1, 0, 100 },
                      { "steps", 200, 1, 1e6 }, { NULL, 0, 0, 0 } };
    rbm_status_t status = read_settings(s, text, message);

    if (status == RBM_OK)
        status = data_room(data, text, floor(s[2].value), floor(s[0].value), 1,
                           message);
    if (status == RBM_OK)
        status = draw_planted(data, (int) s[1].value, s[3].value,
                              (int) s[4].value, seed, message);
    return status == RBM_OK ? data_finish(data, text, message) : status;
}

rbm_status_t
data_generate(data_t *data, const char *text, unsigned long seed,
              rbm_message_t *message)
{
    size_t n = strcspn(text, ":");

    memset(data, 0, sizeof *data);
    if (n == 6 && strncmp(text, "digits", n) == 0)
        return digits(data, text, seed, message);
    if (n == 4 && strncmp(text, "bars", n) == 0)
        return bars(data, text, seed, message);
    if (n == 7 && strncmp(text, "planted", n) == 0)
        return planted(data, text, seed, message);
    return rbm_say(message, RBM_BAD_USE, "no built-in data '%s'", text);
}
