/* runtime/quadrature/approx.h -- private to special*.c and approx*.c. */
#ifndef SADDLE_APPROX_H
#define SADDLE_APPROX_H

#include "doubles.h"

/* Gauss-Kronrod pair on [-1, 1]: nodes 0..10 are x >= 0 in falling order
   (the rule is symmetric, node 10 is 0); odd ones belong to the 10-point
   Gauss rule too. */
#define APPROX_KRONROD 21
extern const double approx_kronrod_node[11];
extern const double approx_kronrod_weight[11];
extern const double approx_gauss_weight[5]; /* of nodes 1, 3, 5, 7, 9 */

/* Node j in 0..20, from left to right, and its two weights. */
void approx_kronrod(int j, double *node, double *kronrod, double *gauss);

/* Lagrange basis of the 21 nodes, left to right, at x = APPROX_END_NODE. */
#define APPROX_END_NODE 0.9995
extern const double approx_end_basis[APPROX_KRONROD];

#define APPROX_BLOCK 256     /* most nodes in a call of an integrand */

/* Values of integrands over fields (approx_field.c), for one evaluation. */
typedef struct approx_rows approx_rows_t;
approx_rows_t *approx_rows_new(void);
void approx_rows_free(approx_rows_t *);

/* What a pass over a group knows.  All arrays have n_integrands entries. */
typedef struct
{
    const saddle_group_t *group;
    approx_rows_t *rows;     /* or NULL                                   */
    double *env;             /* n_env values, and room for t              */
    double mean, width;      /* of the field of the group, else 0, 1      */
    double tol;
    double floor;            /* integrals of |f| below this count as this */
    int n;                   /* integrands                                */
    double *value, *size;    /* out: integral of f, and of |f|            */
    double *error;           /* out: estimates                            */
    double narrow;           /* not 0: something as narrow as that is at the
                                origin, between the nodes of a trapezoid  */
    double *peak;            /* largest |f| times weight, nested groups   */
    double *out, *inner;     /* one block                                 */
    double *noise, *blur;    /* what is not known of them                 */
} approx_pass_t;

/* Integrand at n <= APPROX_BLOCK nodes into pass->out, inner groups first.
   SADDLE_DOMAIN when a value is not finite. */
saddle_status_t approx_nodes(approx_pass_t *pass, int n, const double *t);
/* After that: what the errors of the inner integrals make of the integrand,
   into pass->noise.  (Once; pass->blur is lost.) */
void approx_noise(approx_pass_t *pass, int n, const double *t);

/* The worse of two statuses. */
saddle_status_t approx_worse(saddle_status_t, saddle_status_t);

/* The methods; all fill value, size, error of the pass.  SADDLE_LIMIT: not
   good enough, another one may be. */
saddle_status_t approx_trapezoid(approx_pass_t *pass);

/*
 * What the trapezoidal rule has summed: f phi of integrand k at the node t in
 * node[k * APPROX_NODES + approx_place(t)].
 */
#define APPROX_FINEST (1.0 / 32)        /* smallest step                  */
#define APPROX_HALF 1248                /* nodes on one side of the origin */
#define APPROX_NODES (2 * APPROX_HALF + 1)
int approx_place(double t);
/* Do the nodes of this step, from -reach to reach, tell f phi close to the
   origin too?  0, with pass->narrow set, when they do not. */
int approx_sees_origin(approx_pass_t *pass, const double *node, double step,
                       double reach);

saddle_status_t approx_line(approx_pass_t *pass);
/* Groups over a field, with rows: from values on a lattice of the field that
   all its means share. */
saddle_status_t approx_field(approx_pass_t *pass);
saddle_status_t approx_count(approx_pass_t *pass);
saddle_status_t approx_panels(approx_pass_t *pass);

/* All integrals of a group; value has n_integrands entries; blur (or NULL)
   gets what is not known of each, by rounding too; error (or NULL) is raised
   to the largest.  rows: NULL, or what calls of one evaluation share. */
saddle_status_t approx_group(const saddle_group_t *group, const double *env,
                             double tol, double floor, approx_rows_t *rows,
                             double *value, double *blur, double *error);

#endif
