/* compiler/emit/internal.h -- what the files of this room share. */
#ifndef SADDLE_EMIT_INTERNAL_H
#define SADDLE_EMIT_INTERNAL_H

#include "emit.h"
#include "ir.h"

#define EMIT_MAX_DEPTH 8

/* Integrals over the same measure that share one pass (saddle_group_t). */
typedef struct group group_t;
struct group
{
    int number;             /* 1, 2, ... in the file                        */
    const char *name;       /* C prefix: mean_3_of_xi                       */
    const char *hint;       /* name of the integration variable             */
    int gauss;
    int count;         /* a sum over 0, 1, 2, ...                         */
    int nested;             /* with integrals inside, which spoil enclosures */
    expr_t *lo, *hi;        /* NULL where infinite                          */
    int depth;              /* number of outer integration variables        */
    int n_env, owner;       /* as of its program; outer variables not counted */
    expr_t *variable;       /* symbol of the integration variable           */
    int n, room, room_labels;
    expr_t **body;          /* opened, inlined                              */
    expr_t **label;         /* the integral as people read it               */
    int n_breaks;           expr_t **breaks;
    int bent;               /* with kinks that no break tells               */
    int n_inner;            group_t **inner;
    expr_t **field_body;    /* NULL, or body as a function of mean + width t */
    expr_t *mean, *width;
    int written;            /* its code is in the file already              */
    int n_inner_values, room_inner_values;
    expr_t **inner_value;   /* the binders, by index of their value         */
};

/* What a program computes, for its reader. */
typedef struct
{
    const char *title;      /* of its section; NULL: none                   */
    const char **label;     /* of each output: "q", "d phi/d q"; or NULL    */
    int n_known;            /* the first ones are explained elsewhere       */
} caption_t;

/* A vector of formulas (saddle_program_t). */
typedef struct
{
    const char *name;
    const caption_t *caption;
    int n_env;              /* with extras only where the formulas use them */
    int owner;              /* the system whose extras these are, or -1     */
    int n;
    expr_t **output;        /* as the theory writes them                    */
    expr_t **inlined;
    int n_groups;           group_t **group;
    int n_integrals, room_integrals;
    expr_t **integral;      /* the binders, by index of their value         */
    int no_ball;            /* an infinite end: doubles only                */
} program_t;

/* One emission. */
typedef struct
{
    FILE *to;
    const theory_t *theory;
    algebra_t *algebra;
    diags_t *d;
    span_t span;            /* of what is being emitted, for diagnostics    */
    int failed;
    int flow;               /* it is one: programs are functions, mostly   */
    int flow_balls;         /* and this one is wanted for balls            */
    int ball_registers;     /* the most that one of them has               */
    pool_t pool;
    names_t names;          /* taken at file scope                          */
    int n_env;              expr_t **env;       /* unknowns, parameters ... */
    int n_base;             /* ... up to here, then a system's extras       */
    int owner;              /* that system, or -1                           */
    int group_env, group_owner;         /* of the group being collected     */
    const char **env_name;  /* without prefix: q, alpha                     */
    int n_orders;
    expr_t *outer[EMIT_MAX_DEPTH];              /* variable of each depth   */
    const char *outer_name[EMIT_MAX_DEPTH];     /* its name now             */
    int n_groups, room_groups;      group_t **group;
    int n_programs, room_programs;  program_t **program;
    int whole_line;         /* the limits of -inf .. inf were written       */
    map_t label_of;         /* inlined binder -> index of its readable form */
    int n_labels, room_labels;      expr_t **label;
    FILE *texts, *tables;   /* collected, come last                         */
    FILE *balls, *ball_tables;  /* for the abstract machine                 */
    FILE *ball_header;      /* NULL: all in one file                        */
} emission_t;

/* A diagnostic about what is being emitted; marks the emission as failed. */
void emit_error(emission_t *em, const char *code, const char *help,
                const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* ---- collect.c: integrals become groups --------------------------------- */

/* The program of n formulas; an old one if it was there already. */
/* Is e infinity, with either sign?  NULL, no end at all, counts too. */
int emit_is_infinite(expr_t *e);
program_t *emit_collect(emission_t *em, const char *name,
                        expr_t *const *output, int n, int *is_new);

/* The integrals inside functions of `depth` outer variables, with the values
   that they yield. */
void emit_inner_groups(emission_t *em, expr_t *const *formula, int n,
                       int depth, group_t ***group, int *n_groups,
                       expr_t ***value, int *n_values, int *room);

/* ---- kinks.c ------------------------------------------------------------ */

/* Adds to breaks the places where body may have a kink in `variable`; sets
   *bent where it may have others. */
void emit_kinks(emission_t *em, expr_t *body, expr_t *variable, int depth,
                expr_t ***breaks, int *n, int *room, int *bent);

/* ---- field.c ------------------------------------------------------------ */

/* Sets field_body, mean and width of a group whose integrands are functions of
   a field that has outer variables in its mean only. */
void emit_field(emission_t *em, group_t *g);

/* ---- center.c ----------------------------------------------------------- */

/* For an integral over the whole line of densities phi(u(t)), u curved: where
   it is large and how wide that is, over the env.  0 for other groups. */
int emit_center(emission_t *em, const group_t *g, expr_t **center,
                expr_t **width);

/* ---- lower.c, scale.c: expressions become nodes ------------------------- */

typedef struct
{
    emission_t *em;
    ir_t *ir;
    int doubles;            /* with scaling; 0: for the abstract machine    */
    map_t leaf;             /* symbols and binders -> node                  */
    map_t memo;
    map_t scalable, ratio, growing;     /* scale_where.c: 1 or 0            */
    struct sum_scale **sum; int n_sums, room_sums;
} lowering_t;

int lower(lowering_t *l, expr_t *e);
/* a ^ r, r > 0. */
int lower_power(lowering_t *l, int a, const fmpq *r);
/* condition ? yes : no. */
int lower_choice(lowering_t *l, expr_t *condition, int yes, int no);
/* Leaves: the env, outer variables, the integration variable. */
void lower_leaves(lowering_t *l, int depth, expr_t *variable);

/* Does e hold exponentials that over- or underflow, as factor or term? */
int scale_applies(lowering_t *l, expr_t *e);
/* log e, product e, base^r (r < 0): with the largest exponential cancelled. */
int scale_log(lowering_t *l, expr_t *e);
int scale_value(lowering_t *l, expr_t *e);
int scale_wanted(lowering_t *l, expr_t *product);

/* ---- vanish.c ------------------------------------------------------------ */

/* A product with logarithms, 0 where another factor vanishes; -1: it is no
   such product. */
int lower_vanishing(lowering_t *l, expr_t *product);

/* ---- naming.c ----------------------------------------------------------- */

typedef struct
{
    const emission_t *em;
    const ir_t *ir;
    pool_t *pool;
    names_t *used;
    const char **name;      /* of each node, NULL: none yet                 */
    char *role;             /* for each node: 0, or 'u', 'L', 'x' (field)   */
    int depth;
    const char *variable;   /* name of the integration variable; NULL:
                               inputs, named as outer variables are         */
} naming_t;

/* Reads the roles; name[] starts empty. */
void naming_init(naming_t *naming, const emission_t *em, const ir_t *ir,
                 names_t *used, int depth, const char *variable);
/* Gives node i a name that says what it is. */
const char *naming_give(naming_t *naming, int i);
/* Letters, digits and _ only. */
const char *naming_clean(pool_t *pool, const char *name);

/* ---- escape.c: the only way of foreign text into the file --------------- */

/* A C string literal (or array) for a table: "..." lines, `indent` deep. */
void escape_string(FILE *to, const char *text, int indent);
/* Length up to which a literal is portable. */
#define ESCAPE_MAX_LITERAL 4000
/* A comment of n parts, each on its own lines, harmless characters only. */
void escape_comment(FILE *to, int indent, const char *const *part, int n);
/* A heading across the page, as harmless. */
void escape_title(FILE *to, const char *title);
/* text after `head`, broken at operators before column 80. */
void escape_wrap(FILE *to, int indent, const char *head, const char *text,
                 const char *tail);
/* The text of e, or a note if it is too long to read. */
char *escape_readable(emission_t *em, expr_t *e);

/* ---- write_double.c, write_ball.c --------------------------------------- */

void write_double_group(emission_t *em, group_t *g);
void write_double_assembly(emission_t *em, program_t *p);
void write_ball_group(emission_t *em, group_t *g);
void write_ball_assembly(emission_t *em, program_t *p);

/* ---- program.c ---------------------------------------------------------- */

/* Emits functions and tables of a program; "&name", or "NULL" for n = 0.
   caption may be NULL. */
const char *emit_program(emission_t *em, const char *name,
                         expr_t *const *output, int n,
                         const caption_t *caption);

/* Functions and table of a group and of those inside it, once. */
void emit_group(emission_t *em, group_t *g);
/* static const saddle_group_t *const NAME_SUFFIX[] */
void emit_group_list(emission_t *em, const char *name, const char *suffix,
                     group_t *const *group, int n);

/* ---- write_map.c, experiment.c ------------------------------------------ */

/* A saddle_map_t; "&name". */
const char *emit_map(emission_t *em, const char *name, const mapping_t *m);
/* saddle_experiment_t `experiment`; 0 if the model has none. */
int emit_experiment(emission_t *em);

/* ---- tables.c, systems.c ------------------------------------------------ */

/* What one of the algebra's printers prints. */
char *table_printed(emission_t *em, expr_t *e,
                    void (*print)(FILE *, expr_t *));
/* A string as an initialiser: NULL, a literal, or the name of an array. */
const char *table_string(emission_t *em, const char *text);
void table_string_field(emission_t *em, const char *field, const char *text);
/* static const int NAME[] = { ... } */
void table_int_array(emission_t *em, const char *name, const int *value,
                     int n);
void emit_systems(emission_t *em);
/* The table `parameters`, and that of the unknowns. */
void emit_variables(emission_t *em);

/* ---- caption.c ---------------------------------------------------------- */

/* The section of one program of a system; the labels of its n outputs are
   left to the caller. */
caption_t emit_caption(emission_t *em, const system_t *s, const char *part,
                       int n);
/* What residual i is, or NULL. */
const char *emit_residual_label(emission_t *em, const system_t *s, int i);
const char *emit_unknown_name(const emission_t *em, const system_t *s, int i);
int emit_is_coexistence(const emission_t *em, const system_t *s);

/* ---- line.c ------------------------------------------------------------- */

/* saddle_line_t `line`; 0 if the model has none. */
int emit_line(emission_t *em);
void emit_model_tables(emission_t *em, const emit_context_t *context,
                       const char *hash);

#endif
