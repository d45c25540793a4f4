/* compiler/algebra/print_prefix.c -- the exact form of certificates.
 *
 * One line of ASCII; blanks separate, brackets nest.
 *
 *   expr      ::= number | "pi" | "inf" | "true" | "false"
 *               | "(" "sym" NAME ")"          parameter or unknown
 *               | "(" "var" INDEX ")"         variable of the binder that is
 *                                             INDEX binders further out (0:
 *                                             the innermost one around it)
 *               | "(" operator expr {expr} ")"
 *               | "(" "call" NAME {expr} ")"  a named function
 *   number    ::= ["-"] DIGITS ["/" DIGITS]   in lowest terms
 *   operator  ::= "add" | "mul"               any number of arguments
 *               | "pow"                       base, exponent
 *               | "exp" | "log" | "abs" | "sign" | "min" | "max" | "sinh"
 *               | "cosh" | "tanh" | "sin" | "cos" | "asin" | "acos" | "atan"
 *               | "H" | "phi"
 *               | "mass"                      a <= b: P(a < Z < b)
 *               | "Phi2"                      h, k, c: P(X > h, Y > k)
 *               | "lt" | "le" | "eq" | "and" | "or" | "not"
 *               | "if"                        condition, then, else
 *               | "gauss"                     body: mean over N(0, 1)
 *               | "int"                       from, to, body
 *               | "minimum" | "maximum"       body
 *               | "at_minimum" | "at_maximum" f, g: g where f is least, ...
 *
 * gauss, int, minimum and maximum bind one variable in their body (at_...:
 * in both arguments); the ends of an int are outside its scope.  1/x is
 * (pow x -1), a root (pow x 1/2), -x (mul -1 x).  NAME: an ASCII letter, then
 * letters, digits, "_"; entries of matrices as q[1,2].
 */
#include "print.h"

static void
put_name(FILE *to, expr_t *e)
{
    static const char *const binder[] = { "gauss", "int", "minimum",
                                          "maximum", "at_minimum",
                                          "at_maximum" };
    static const char *const relation[] = { "lt", "le", "eq" };
    const char *name = "?";

    switch (expr_kind(e))
    {
        case EXPR_ADD: name = "add"; break;
        case EXPR_MUL: name = "mul"; break;
        case EXPR_POWER: name = "pow"; break;
        case EXPR_FUNCTION: name = function_name(expr_function(e)); break;
        case EXPR_COMPARE: name = relation[expr_comparison(e)]; break;
        case EXPR_AND: name = "and"; break;
        case EXPR_OR: name = "or"; break;
        case EXPR_NOT: name = "not"; break;
        case EXPR_IF: name = "if"; break;
        case EXPR_APPLY:
            fputs("call ", to);
            name = definition_name(e->definition);
            break;
        default:
            if (node_is_binder(e))
                name = binder[e->kind - EXPR_GAUSS];
            break;
    }
    fputs(name, to);
}

void
expr_print_prefix(FILE *to, expr_t *e)
{
    int i;

    switch (expr_kind(e))
    {
        case EXPR_RATIONAL:
            fmpz_fprint(to, fmpq_numref(&e->value));
            if (!fmpz_is_one(fmpq_denref(&e->value)))
            {
                fputc('/', to);
                fmpz_fprint(to, fmpq_denref(&e->value));
            }
            return;
        case EXPR_PI:
            fputs("pi", to);
            return;
        case EXPR_INFINITY:
            fputs("inf", to);
            return;
        case EXPR_TRUE:
            fputs("true", to);
            return;
        case EXPR_FALSE:
            fputs("false", to);
            return;
        case EXPR_SYMBOL:
            fprintf(to, "(sym %s)", e->name);
            return;
        case EXPR_BOUND:
            fprintf(to, "(var %u)", e->serial);
            return;
        default:
            break;
    }
    fputc('(', to);
    put_name(to, e);
    for (i = 0; i < e->arity; i++)
    {
        fputc(' ', to);
        expr_print_prefix(to, e->child[i]);
    }
    fputc(')', to);
}
