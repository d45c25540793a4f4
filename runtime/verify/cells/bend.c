/* runtime/verify/cells/bend.c -- second derivatives of the equations on a cell of
 * a curve. */
#include "curve.h"
#include "../proof/functions.h"

int
curve_bend(system_t *s, arb_srcptr x, arb_srcptr step, arb_ptr second,
           arb_mat_struct *drift, slong prec)
{
    int i, k, l, g, good;
    functions_t f;
    arb_t t;

    arb_init(t);
    arb_mat_zero(drift);
    good = functions_open(&f, s, 0, 0, (s->m > 0) + 2, x, prec)
           && functions_evaluate(&f);
    for (i = 0; i < s->n && good; i++)
    {
        g = i < s->m ? i : EQUATION;
        functions_slope(second + i, &f, g, f.along, f.along);
        for (k = 0; k < s->n; k++)
            for (l = 0; l < s->columns; l++)
            {
                functions_slope(t, &f, g, f.variable[k], f.variable[l]);
                arb_addmul(arb_mat_entry(drift, i, k), t, step + l, prec);
            }
        good = arb_is_finite(second + i);
    }
    functions_close(&f);
    arb_clear(t);
    good = good && arb_mat_is_finite(drift);
    if (!good && s->why == NULL)
        s->why = "an equation is not finite";
    return good;
}
