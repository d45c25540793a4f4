/* runtime/verify/output/show.c -- expressions as people write them. */
#include "output.h"

static void
show(FILE *to, const tree_t *t, const node_t *e, int rank, int depth);

static void
list(FILE *to, const tree_t *t, const node_t *e, const char *between, int own,
     int rank, int depth)
{
    int i;

    fputs(own < rank ? "(" : "", to);
    for (i = 0; i < e->arity; i++)
    {
        fputs(i > 0 ? between : "", to);
        show(to, t, e->child[i], own + (own > 3), depth);
    }
    fputs(own < rank ? ")" : "", to);
}

static void
binder(FILE *to, const tree_t *t, const node_t *e, int depth)
{
    int body = e->op == N_INT ? 2 : 0;

    if (e->op == N_GAUSS)
        fprintf(to, "E[x%d", depth + 1);
    else
        fprintf(to, "%s[x%d", op_word(e->op), depth + 1);
    if (e->op == N_INT)
    {
        fputs(" in ", to);
        show(to, t, e->child[0], 0, depth);
        fputs(" .. ", to);
        show(to, t, e->child[1], 0, depth);
    }
    if (e->op == N_GAUSS && e->arity == 2)
    {
        fputs(" ~ N(0, ", to);
        show(to, t, e->child[1], 0, depth);
        fputs(")", to);
    }
    fputs("](", to);
    show(to, t, e->child[body], 0, depth + 1);
    if (e->op > N_MAXIMUM)
    {
        fputs("; ", to);
        show(to, t, e->child[1], 0, depth + 1);
    }
    fputs(")", to);
}

static void
show(FILE *to, const tree_t *t, const node_t *e, int rank, int depth)
{
    int i;

    switch (e->op)
    {
        case N_NUMBER:
            fputs(fmpq_sgn(e->number) < 0 && rank > 3 ? "(" : "", to);
            fmpz_fprint(to, fmpq_numref(e->number));
            if (!fmpz_is_one(fmpq_denref(e->number)))
            {
                fputc('/', to);
                fmpz_fprint(to, fmpq_denref(e->number));
            }
            fputs(fmpq_sgn(e->number) < 0 && rank > 3 ? ")" : "", to);
            return;
        case N_SYMBOL:
            fputs(t->symbol[e->index], to);
            return;
        case N_VAR:
            fprintf(to, "x%d", depth - e->index);
            return;
        case N_ADD:
            list(to, t, e, " + ", 3, rank, depth);
            return;
        case N_MUL:
            list(to, t, e, "*", 4, rank, depth);
            return;
        case N_POW:
            list(to, t, e, "^", 6, rank, depth);
            return;
        case N_LT:
        case N_LE:
        case N_EQ:
            list(to, t, e, e->op == N_LT ? " < " : e->op == N_LE ? " <= " : " == ",
                 2, rank, depth);
            return;
        case N_AND:
        case N_OR:
            list(to, t, e, e->op == N_AND ? " and " : " or ", 1, rank, depth);
            return;
        default:
            break;
    }
    if (e->op >= N_GAUSS)
    {
        binder(to, t, e, depth);
        return;
    }
    fputs(op_word(e->op), to);
    for (i = 0; i < e->arity; i++)
    {
        fputs(i == 0 ? "(" : ", ", to);
        show(to, t, e->child[i], 0, depth);
    }
    fputs(e->arity > 0 ? ")" : "", to);
}

void
node_show(FILE *to, const tree_t *t, const node_t *e)
{
    show(to, t, e, 0, 0);
}
