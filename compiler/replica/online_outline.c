/* compiler/replica/online_outline.c -- a flow as headings, formulas and
   sentences. */
#include "outline.h"

#include <stdio.h>
#include <string.h>

/* A symbol that prints as these letters. */
static expr_t *
letters(algebra_t *a, const char *text)
{
    return expr_symbol(a, text);
}

/* name(k, l, ...), one letter an argument */
static expr_t *
call(algebra_t *a, const char *name, const char *letter)
{
    expr_t *formal[8], *argument[8];
    char one[2] = { 0, 0 }, latex[] = { name[0], '_', name[1], '\0' };
    int n = (int) strlen(letter), i;

    for (i = 0; i < n; i++)
    {
        one[0] = letter[i];
        argument[i] = formal[i] = letters(a, one);
    }
    return expr_apply(a, definition_new(a, name, latex, formal, n,
                                        formal[0]),
                      argument, n);
}

/* sum[c](body) */
static expr_t *
sum_of(algebra_t *a, const char *name, const char *latex, expr_t *body)
{
    expr_t *x = letters(a, "x");

    return expr_apply(a, definition_new(a, name, latex, &x, 1, x), &body, 1);
}

static void
sentence(outline_t *o, const char *text)
{
    entry_t *e = outline_add(o, ENTRY_SENTENCE);

    e->piece[e->n++] = (piece_t) { text, NULL };
}

/* d x/dt = right */
static void
slope(outline_t *o, const char *x, expr_t *right)
{
    outline_formula(o, x, NULL, right);
    o->entry[o->n - 1].of = letters(o->theory->spec->algebra, "t");
}

/* ---- sums over units ---------------------------------------------------- */

static void
add_step(outline_t *o, const online_flow_t *f)
{
    algebra_t *a = o->theory->spec->algebra;
    expr_t *s;

    outline_heading(o, "Step");
    sentence(o, "F[k] = a[k] p(u_k) D with D = sum[c](A[c] s(u_c)) + noise; "
                "c runs over students, then teachers.");
    if (f->learned)
        sentence(o, "The second layer: G[k] = b[k] q(u_k) D.");
    s = expr_apply(a, definition_new(a, "p", "p", &f->u, 1, f->p), &f->u, 1);
    outline_formula(o, NULL, s, expr_inline(a, f->p));
    s = expr_apply(a, definition_new(a, "s", "s", &f->u, 1, f->s), &f->u, 1);
    outline_formula(o, NULL, s, expr_inline(a, f->s));
    if (f->s != f->t)
    {
        sentence(o, "For teachers, in the place of s:");
        s = expr_apply(a, definition_new(a, "s0", "s_0", &f->u, 1, f->t),
                       &f->u, 1);
        outline_formula(o, NULL, s, expr_inline(a, f->t));
    }
    if (f->learned)
    {
        s = expr_apply(a, definition_new(a, "q", "q", &f->u, 1, f->q), &f->u,
                       1);
        outline_formula(o, NULL, s, expr_inline(a, f->q));
        outline_formula(o, NULL, letters(a, "b[1]"), f->second[0]);
    }
    outline_formula(o, NULL, letters(a, "a[1]"), f->first[0]);
    outline_formula(o, NULL, letters(a, "A[1]"), f->amplitude[0]);
    outline_formula(o, NULL, letters(a, f->K == 1 ? "A[2]" : f->K == 2
                                              ? "A[3]" : "A[K+1]"),
                    f->amplitude[f->K]);
    outline_formula(o, "noise_variance", NULL, f->noise);
}

static void
add_kernels(outline_t *o, const online_flow_t *f)
{
    static const char *const meaning[KERNELS] = {
        [KERNEL_I2] = "I2(a, b) = E[s(u_1) s(u_2)], u_1, u_2 the fields of a "
                      "and b, c11, c12, ... their covariances:",
        [KERNEL_I3] = "I3(a, b, c) = E[p(u_1) u_2 s(u_3)]:",
        [KERNEL_I4] = "I4(a, b, c, d) = E[p(u_1) p(u_2) s(u_3) s(u_4)]:",
        [KERNEL_J2] = "J2(a, b) = E[p(u_1) p(u_2)]:",
        [KERNEL_G2] = "G2(a, b) = E[q(u_1) s(u_2)]:"
    };

    outline_heading(o, "Averages");
    for (int i = 0; i < KERNELS; i++)
    {
        const kernel_t *k = &f->kernel[i];

        if (k->n_cases == 0)
            continue;
        sentence(o, meaning[i]);
        if (k->cases[0].closed != NULL && k->n_cases == 1)
            outline_formula(o, k->name, NULL, k->cases[0].closed);
        else if (k->cases[0].closed == NULL)
            sentence(o, "by quadrature over the fields");
        else
            sentence(o, "closed, case by case, as the units coincide or not");
    }
}

static void
add_sums(outline_t *o, const online_flow_t *f)
{
    algebra_t *a = o->theory->spec->algebra;
    expr_t *A = letters(a, "A[c]"), *ak = letters(a, "a[k]"), *e, *spread;
    expr_t *al = letters(a, "a[l]");

    add_step(o, f);
    add_kernels(o, f);
    outline_heading(o, "Flow");
    e = sum_of(a, "sum[c]", "\\sum_c",
               expr_mul(a, A, call(a, "I3", "kmc")));
    slope(o, "R[k,m]", expr_product(a, (expr_t *[]){ f->eta, ak, e }, 3));
    e = expr_add(a, expr_mul(a, ak, call(a, "I3", "klc")),
                 expr_mul(a, al, call(a, "I3", "lkc")));
    e = expr_mul(a, f->eta,
                 sum_of(a, "sum[c]", "\\sum_c", expr_mul(a, A, e)));
    spread = sum_of(a, "sum[c,d]", "\\sum_{c,d}",
                    expr_product(a, (expr_t *[]){ A, letters(a, "A[d]"),
                                                  call(a, "I4", "klcd") }, 3));
    spread = expr_add(a, spread, expr_mul(a, f->noise,
                                          call(a, "J2", "kl")));
    spread = expr_product(a, (expr_t *[]){ expr_pow_int(a, f->eta, 2), ak, al,
                                           spread }, 4);
    slope(o, "Q[k,l]", expr_add(a, e, spread));
    if (!f->learned)
        return;
    e = sum_of(a, "sum[c]", "\\sum_c", expr_mul(a, A, call(a, "G2", "kc")));
    slope(o, "v[k]",
          expr_product(a, (expr_t *[]){ f->eta_v, letters(a, "b[k]"), e },
                       3));
}

/* ---- formulas ----------------------------------------------------------- */

static void
add_formulas(outline_t *o, const online_flow_t *f)
{
    int i;

    if (f->n_moments > 0)
    {
        outline_heading(o, "Averages by quadrature over the fields");
        for (i = 0; i < f->n_moments; i++)
            outline_formula(o, NULL, f->moment[i], f->moment_body[i]);
    }
    outline_heading(o, "Flow");
    for (i = 0; i < f->n_state; i++)
        slope(o, f->state_name[i], f->slope[0][i]);
}

/* ---- the whole ---------------------------------------------------------- */

void
outline_flow(outline_t *o)
{
    const online_flow_t *f = o->theory->online;
    algebra_t *a = o->theory->spec->algebra;
    expr_t *e;
    int i;

    outline_heading(o, "Order parameters");
    sentence(o, f->K * f->M == 1
                    ? "R = w.w0/N, Q = w.w/N; t = patterns/N"
                    : "R[k,m] = w_k.w0_m/N, Q[k,l] = w_k.w_l/N; k, l count "
                      "students, m teachers; t = patterns/N");
    if (f->learned)
        sentence(o, "v[k], the weights of the second layer");
    if (f->product)
        add_sums(o, f);
    else
        add_formulas(o, f);
    outline_heading(o, "Readable along the flow");
    for (i = 0; i < f->n_values; i++)
    {
        e = f->value[i].value;
        if (e == NULL)
            e = expr_div(a,
                         sum_of(a, "sum[c,d]", "\\sum_{c,d}",
                                expr_product(a, (expr_t *[]){
                                    letters(a, "A[c]"), letters(a, "A[d]"),
                                    call(a, "I2", "cd") }, 3)),
                         expr_integer(a, 2));
        outline_formula(o, f->value[i].name, NULL, e);
    }
}
