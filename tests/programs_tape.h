/* tests/programs_tape.h -- programs from postfix text; part of programs.c. */

#define TAPE_MAX 256

typedef enum
{
    TAPE_RATIONAL, TAPE_PI, TAPE_ADD, TAPE_SUB, TAPE_MUL, TAPE_DIV, TAPE_NEG,
    TAPE_POWER, TAPE_SQRT, TAPE_FUNCTION, TAPE_MASS, TAPE_SELECT
} tape_code_t;

typedef struct
{
    tape_code_t code;
    int r, a, b, c;
    long n;                      /* power, or saddle_function_t */
    char text[32];
} tape_op_t;

typedef struct
{
    int n_env, n_constants, n_integrand, n_registers;
    tape_op_t constants[TAPE_MAX], integrand[TAPE_MAX];
    int outputs[TAPE_MAX], breaks[TAPE_MAX], assembled[TAPE_MAX];
    saddle_ball_group_t ball_group;
    saddle_group_t group;
    const saddle_group_t *groups[1];
    saddle_ball_assembly_t ball_assembly;
    saddle_program_t program;
} tape_t;

static tape_t tapes[TAPE_SLOTS];

static void
tape_balls(saddle_machine_t *m, const tape_op_t *op, int n)
{
    const saddle_ops_t *o = m->ops;

    for (; n > 0; n--, op++)
        switch (op->code)
        {
            case TAPE_RATIONAL: o->rational(m, op->r, op->text); break;
            case TAPE_PI: o->pi(m, op->r); break;
            case TAPE_ADD: o->add(m, op->r, op->a, op->b); break;
            case TAPE_SUB: o->sub(m, op->r, op->a, op->b); break;
            case TAPE_MUL: o->mul(m, op->r, op->a, op->b); break;
            case TAPE_DIV: o->div(m, op->r, op->a, op->b); break;
            case TAPE_NEG: o->neg(m, op->r, op->a); break;
            case TAPE_POWER: o->power(m, op->r, op->a, op->n); break;
            case TAPE_SQRT: o->sqrt(m, op->r, op->a); break;
            case TAPE_FUNCTION:
                o->function(m, op->r, (saddle_function_t) op->n, op->a);
                break;
            case TAPE_MASS:
                o->sub(m, op->r, op->b, op->a);
                o->mass(m, op->r, op->a, op->b, op->r);
                break;
            case TAPE_SELECT: o->select(m, op->r, op->c, op->a, op->b); break;
        }
}

static double
tape_function(saddle_function_t f, double x)
{
    switch (f)
    {
        case SADDLE_EXP: return exp(x);
        case SADDLE_LOG: return log(x);
        case SADDLE_SINH: return sinh(x);
        case SADDLE_COSH: return cosh(x);
        case SADDLE_TANH: return tanh(x);
        case SADDLE_SIN: return sin(x);
        case SADDLE_COS: return cos(x);
        case SADDLE_ASIN: return asin(x);
        case SADDLE_ACOS: return acos(x);
        case SADDLE_ATAN: return atan(x);
        case SADDLE_H: return erfc(x * M_SQRT1_2) / 2;
        case SADDLE_PHI: return exp(-x * x / 2) / sqrt(2 * M_PI);
        case SADDLE_LOG_GAMMA: return lgamma(x);
    }
    return NAN;
}

static double
tape_mass(double a, double b)
{
    if (a + b < 0)
        return tape_mass(-b, -a);
    return (erfc(a * M_SQRT1_2) - erfc(b * M_SQRT1_2)) / 2;
}

static void
tape_doubles(double *x, const tape_op_t *op, int n)
{
    char *end;

    for (; n > 0; n--, op++)
        switch (op->code)
        {
            case TAPE_RATIONAL:
                x[op->r] = strtod(op->text, &end);
                if (*end == '/')
                    x[op->r] /= strtod(end + 1, NULL);
                break;
            case TAPE_PI: x[op->r] = M_PI; break;
            case TAPE_ADD: x[op->r] = x[op->a] + x[op->b]; break;
            case TAPE_SUB: x[op->r] = x[op->a] - x[op->b]; break;
            case TAPE_MUL: x[op->r] = x[op->a] * x[op->b]; break;
            case TAPE_DIV: x[op->r] = x[op->a] / x[op->b]; break;
            case TAPE_NEG: x[op->r] = -x[op->a]; break;
            case TAPE_POWER: x[op->r] = pow(x[op->a], op->n); break;
            case TAPE_SQRT: x[op->r] = sqrt(x[op->a]); break;
            case TAPE_FUNCTION:
                x[op->r] = tape_function((saddle_function_t) op->n, x[op->a]);
                break;
            case TAPE_MASS: x[op->r] = tape_mass(x[op->a], x[op->b]); break;
            case TAPE_SELECT:
                x[op->r] = x[op->c] > 0 ? x[op->a] : x[op->b];
                break;
        }
}

static void
tape_limits(const tape_t *tape, const double *env, double *lo_hi_breaks)
{
    double x[2 * TAPE_MAX];
    int k;

    memcpy(x, env, (size_t) tape->n_env * sizeof *x);
    tape_doubles(x, tape->constants, tape->n_constants);
    if (tape->ball_group.lo >= 0)
        lo_hi_breaks[0] = x[tape->ball_group.lo];
    if (tape->ball_group.hi >= 0)
        lo_hi_breaks[1] = x[tape->ball_group.hi];
    for (k = 0; k < tape->group.n_breaks; k++)
        lo_hi_breaks[2 + k] = x[tape->breaks[k]];
}

static void
tape_integrand(const tape_t *tape, int n, const double *t, const double *env,
               double *out)
{
    double x[2 * TAPE_MAX];
    int i, k;

    memcpy(x, env, (size_t) tape->n_env * sizeof *x);
    tape_doubles(x, tape->constants, tape->n_constants);
    for (i = 0; i < n; i++)
    {
        x[tape->n_env] = t[i];
        tape_doubles(x, tape->integrand, tape->n_integrand);
        for (k = 0; k < tape->group.n_integrands; k++)
            out[k * n + i] = x[tape->outputs[k]];
    }
}

/* Callbacks have no context: one set for each slot. */
#define TAPE_CALLBACKS(s)                                                   \
static void tape_constants_##s(saddle_machine_t *m)                         \
{ tape_balls(m, tapes[s].constants, tapes[s].n_constants); }                \
static void tape_integrand_##s(saddle_machine_t *m)                         \
{ tape_balls(m, tapes[s].integrand, tapes[s].n_integrand); }                \
static void tape_limits_##s(const double *e, double *l)                     \
{ tape_limits(&tapes[s], e, l); }                                           \
static void tape_double_##s(int n, const double *t, const double *e,        \
                            const double *inner, double *out)               \
{ (void) inner; tape_integrand(&tapes[s], n, t, e, out); }                  \
static void tape_assemble_##s(const double *e, const double *v, double *out)\
{                                                                           \
    (void) e;                                                               \
    memcpy(out, v, (size_t) tapes[s].program.n_outputs * sizeof *out);      \
}

TAPE_CALLBACKS(0)
TAPE_CALLBACKS(1)
TAPE_CALLBACKS(2)
TAPE_CALLBACKS(3)

static void
tape_nothing(saddle_machine_t *m)
{
    (void) m;
}

static void
tape_wire(int slot)
{
    tape_t *t = &tapes[slot];

#define TAPE_WIRE(s)                                                        \
    case s:                                                                 \
        t->ball_group.constants = tape_constants_##s;                       \
        t->ball_group.integrand = tape_integrand_##s;                       \
        t->group.limits = tape_limits_##s;                                  \
        t->group.integrand = tape_double_##s;                               \
        t->program.assemble = tape_assemble_##s;                            \
        break;
    switch (slot)
    {
        TAPE_WIRE(0)
        TAPE_WIRE(1)
        TAPE_WIRE(2)
        TAPE_WIRE(3)
    }
    t->ball_assembly.assemble = tape_nothing;
}

/* The code of a word and how many operands it takes; -1 if unknown. */
static int
tape_word(tape_op_t *op, const char *word)
{
    static const char *const functions[] =
    {
        "exp", "log", "sinh", "cosh", "tanh", "sin", "cos", "asin", "acos",
        "atan", "H", "phi"
    };
    static const struct { const char *word; tape_code_t code; int n; } codes[] =
    {
        { "+", TAPE_ADD, 2 }, { "-", TAPE_SUB, 2 }, { "*", TAPE_MUL, 2 },
        { "/", TAPE_DIV, 2 }, { "neg", TAPE_NEG, 1 },
        { "sqrt", TAPE_SQRT, 1 }, { "mass", TAPE_MASS, 2 },
        { "select", TAPE_SELECT, 3 }, { "pi", TAPE_PI, 0 }
    };
    int k;

    for (k = 0; k < COUNT(codes); k++)
        if (strcmp(word, codes[k].word) == 0)
        {
            op->code = codes[k].code;
            return codes[k].n;
        }
    for (k = 0; k < COUNT(functions); k++)
        if (strcmp(word, functions[k]) == 0)
        {
            op->code = TAPE_FUNCTION;
            op->n = k;
            return 1;
        }
    if (word[0] == '^')
    {
        op->code = TAPE_POWER;
        op->n = atol(word + 1);
        return 1;
    }
    if (strlen(word) >= sizeof op->text)
        return -1;
    op->code = TAPE_RATIONAL;
    strcpy(op->text, word);
    return 0;
}

static void
tape_fail(const char *word)
{
    fprintf(stderr, "tape: bad word or stack at '%s'\n", word);
    abort();
}

const saddle_program_t *
tape_program(int slot, const char *text, int n_env, int weight_gauss)
{
    tape_t *t = &tapes[slot];
    char copy[4096], *word, *rest;
    int stack[TAPE_MAX], depth = 0, k, next = n_env + 1;
    char moves[2 * TAPE_MAX] = { 0 };

    memset(t, 0, sizeof *t);
    tape_wire(slot);
    t->n_env = n_env;
    t->ball_group.lo = t->ball_group.hi = -1;
    moves[n_env] = 1;
    strncpy(copy, text, sizeof copy - 1);
    copy[sizeof copy - 1] = 0;
    for (word = strtok_r(copy, " ", &rest); word != NULL;
         word = strtok_r(NULL, " ", &rest))
    {
        tape_op_t op = { 0 };
        int n, top = depth > 0 ? stack[depth - 1] : -1;

        if (strcmp(word, "t") == 0)
            stack[depth++] = n_env;
        else if (word[0] == 'x')
            stack[depth++] = atoi(word + 1);
        else if (strcmp(word, "lo") == 0)
            t->ball_group.lo = top, depth--;
        else if (strcmp(word, "hi") == 0)
            t->ball_group.hi = top, depth--;
        else if (strcmp(word, "break") == 0)
            t->breaks[t->group.n_breaks++] = top, depth--;
        else if (strcmp(word, "bent") == 0)
            t->group.bent = 1;
        else if (strcmp(word, "out") == 0)
            t->outputs[t->group.n_integrands++] = top, depth--;
        else
        {
            n = tape_word(&op, word);
            if (n < 0 || depth < n || next >= 2 * TAPE_MAX - 1)
                tape_fail(word);
            op.r = next++;
            if (n >= 1)
                op.a = stack[depth - n];
            if (n >= 2)
                op.b = stack[depth - n + 1];
            if (n == 3)
            {
                op.c = op.a;
                op.a = op.b;
                op.b = stack[depth - 1];
            }
            for (k = 0; k < n; k++)
                moves[op.r] |= moves[stack[depth - 1 - k]];
            depth -= n;
            stack[depth++] = op.r;
            if (moves[op.r])
                t->integrand[t->n_integrand++] = op;
            else
                t->constants[t->n_constants++] = op;
        }
        if (depth < 0 || t->n_integrand >= TAPE_MAX
            || t->n_constants >= TAPE_MAX)
            tape_fail(word);
    }
    t->ball_group.n_registers = next;
    t->ball_group.outputs = t->outputs;
    t->ball_group.breaks = t->breaks;
    t->group.what = weight_gauss ? "E[t]" : "int[t]";
    t->group.n_env = n_env;
    t->group.weight_gauss = weight_gauss;
    t->group.lo_infinite = t->ball_group.lo < 0;
    t->group.hi_infinite = t->ball_group.hi < 0;
    t->group.ball = &t->ball_group;
    t->groups[0] = &t->group;
    for (k = 0; k < t->group.n_integrands; k++)
        t->assembled[k] = n_env + k;
    t->ball_assembly.n_registers = n_env + k;
    t->ball_assembly.outputs = t->assembled;
    t->program.n_outputs = t->program.n_integrals = k;
    t->program.n_env = n_env;
    t->program.n_groups = 1;
    t->program.group = t->groups;
    t->program.ball = &t->ball_assembly;
    return &t->program;
}
