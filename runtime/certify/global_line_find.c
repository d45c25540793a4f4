/* runtime/certify/global_line_find.c -- the solutions on a line, sought in doubles. */
#include "global_plan.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Grid of the overlap: even in the middle, geometric at both ends, down to the part
   `least` of the domain at the upper one. */
static double
grid(const plan_t *p, int i, int n, double least)
{
    double rho = p->g->hi_double;
    int ends = n / 3;

    if (i < ends)
        return rho * 0.1 * pow(1e-7, 1 - (double) i / ends);
    if (i >= n - ends)
        return rho * (1 - 0.1 * pow(10 * least,
                                    (double) (i - n + ends + 1) / ends));
    return rho * (0.1 + 0.8 * (i - ends) / (n - 2.0 * ends - 1));
}

static int
lies_between(const plan_t *p, int solution, double a, double b)
{
    const certify_result_t *s = p->g->r->solution + solution;
    double x = arf_get_d(arb_midref(s->env + p->g->line->overlap),
                         ARF_RND_NEAR);

    return a <= x && x <= b;
}

/* A solution near a double between the two, in balls; its index, or -1. */
static int
solution_near(plan_t *p, double at, double a, double b)
{
    const saddle_line_t *line = p->g->line;
    double *env = p->g->env;
    int solution;

    env[line->conjugate] = line_map_approx(p->g, 1, at);
    env[line->overlap] = at;
    solution = global_add_solution(p->g, env);
    if (solution >= 0 && !lies_between(p, solution, a, b))
    {
        global_drop_solution(p->g);
        solution = -1;
    }
    return solution;
}

/* A sign change of T(x) - x between a and b. */
static void
solution_between(plan_t *p, double a, double b, int rising)
{
    double from = a, to = b, x, y;
    cell_t cell;
    int i, solution = -1, good = 0;

    /* a look may have been too rough right beside a solution */
    if ((plan_step(p, a, &y) > a) != rising)
        a = fmax(a - (b - a), a / 2);
    for (i = 1; i <= 52 && solution < 0 && !global_stopped(p->g); i++)
    {
        x = a + (b - a) / 2;
        if ((plan_step(p, x, &y) > x) == rising)
            a = x;
        else
            b = x;
        if (i == 10 || i == 30 || i == 52)
            solution = solution_near(p, a, from, to);
    }
    if (solution < 0)
        return;
    memset(&cell, 0, sizeof cell);
    cell.upper[0] = to == p->g->hi_double;
    good = line_box(&p->seat, &cell, solution);
    if (!good && cell.upper[0])
    {
        cell.upper[0] = 0;
        good = line_box(&p->seat, &cell, solution);
    }
    if (good)
        plan_add_mark(p, (mark_t){ cell.lo[0], cell.hi[0], CELL_ONE, solution,
                                   0 });
}

void
plan_find_solutions(plan_t *p)
{
    enum { POINTS = 180 };
    double least, x = -1, y, last = 0, sign = 0, from = 0, to = p->g->hi_double;
    int i, unknown = 0;

    for (i = 0; i < p->n; i++) /* the marks of the ends */
        if (p->mark[i].lo == 0)
            from = p->mark[i].hi;
        else
            to = p->mark[i].lo;
    least = fmax(1e-15, fmin(1e-8, 1 - to / p->g->hi_double));
    for (i = 0; i <= POINTS && !global_stopped(p->g); i++)
    {
        double now, before = x;

        x = i == POINTS ? to : fmin(fmax(grid(p, i, POINTS, least), from), to);
        if (x == before)
            continue;
        p->g->rough = 1;
        now = plan_step(p, x, &y) - x;
        p->g->rough = 0;
        /* where there is a conjugate at the end, the map lies below it there,
           even where doubles do not see it */
        if (x == p->g->hi_double && now >= 0)
            now = -DBL_MIN;
        /* values that cannot be had next to the end take long */
        unknown = isfinite(now) ? 0 : unknown + 1;
        if (unknown == 3)
            i = POINTS - 1;
        if (now == 0)
            continue;
        if (sign * now < 0)
            solution_between(p, last, x, sign > 0);
        if (isfinite(now))
        {
            last = x;
            sign = now;
        }
    }
}
