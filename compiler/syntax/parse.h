/* compiler/syntax/parse.h -- what scanner, grammar and tree builder share. */
#ifndef SADDLE_PARSE_H
#define SADDLE_PARSE_H

#include "ast.h"

/* A growing list in the arena; op[i] goes with item[i] where it is used. */
typedef struct
{
    ast_t **item;
    char *op;
    int n, room;
} ast_list_t;

/* `in lo .. hi`, or `relation bound`, or nothing. */
typedef struct
{
    ast_t *lo, *hi, *bound;
    relation_t relation;
    int has_relation;
} ast_domain_t;

/* variable = value, ...: two lists of one length. */
typedef struct
{
    ast_list_t variable, value;
} ast_points_t;

/* The value of a symbol of the grammar. */
typedef union
{
    int op;
    const char *text;
    ast_t *ast;
    ast_list_t list;
    ast_domain_t domain;
    ast_points_t points;
    condition_t *condition;
    stmt_t *stmt;
} token_value_t;

/* A token as the scanner finds it, before line ends are judged. */
typedef struct
{
    int type;
    int first;        /* first on its line                      */
    int reported;     /* the scanner has complained about it    */
    const char *text; /* names, numbers, strings                */
    span_t span;
} raw_token_t;

/* An open bracket; entry 0 stands for the statement itself. */
typedef struct
{
    char open;
    span_t span;
    int ifs, chain; /* open `if`s; signs, `not`s and powers in a row */
} bracket_t;

/* Yacc's `error`, whose number POSIX fixes: the parser starts its recovery
   without a message, since the one who hands it out has written one. */
#define TOKEN_BROKEN 256

#define RAW_AHEAD 4
#define INJECT_MAX 4

typedef struct
{
    /* given */
    arena_t *arena;
    const source_t *source;
    diags_t *diags;
    int only_value; /* an expression, not a file */
    /* results */
    spec_ast_t *spec;
    ast_t *value;
    /* scanner */
    void *scanner;
    int line, column;
    int fresh_line; /* a line end came before the next token */
    /* token filter */
    raw_token_t raw[RAW_AHEAD];
    int n_raw;
    int inject[INJECT_MAX]; /* tokens to hand out first */
    int n_inject;
    raw_token_t last;       /* the token handed out last */
    span_t last_span;       /* place of the last token from the text */
    int first_word;         /* `last` began a statement */
    int after_word;         /* `last` came next */
    bracket_t bracket[AST_MAX_DEPTH + 2];
    int n_brackets, nesting;
    int started, in_statement, header_seen, ended, finished;
    int quiet;              /* the end of the text was complained about */
    int skipping;           /* an error was met: drop the statement */
    /* tree builder */
    int failed;             /* memory or its limit is exhausted */
    int statement_bad, stmt_room;
    ast_t bad;
    condition_t bad_condition;
} parse_t;

/* ---- scanner actions (scan.c) ------------------------------------------- */

/* Sets `span` to the token's place and moves on past it. */
void scan_place(parse_t *p, span_t *span, const char *text, int length);
void scan_line_end(parse_t *p);
void scan_name(parse_t *p, token_value_t *value, span_t span,
               const char *text, int length);
void scan_number(parse_t *p, token_value_t *value, span_t span,
                 const char *text, int length);
/* A number with something glued to it: reports it, keeps the number. */
void scan_bad_number(parse_t *p, token_value_t *value, span_t span,
                     const char *text, int length);
/* `text` begins with the quote and, when closed, ends with it. */
void scan_string(parse_t *p, token_value_t *value, span_t span,
                 const char *text, int length, int closed);
/* Spelling of another language: reports `meant` instead. */
void scan_instead(parse_t *p, span_t span, const char *text, int length,
                  const char *meant);
void scan_advice(parse_t *p, span_t span, const char *text, int length,
                 const char *help);
void scan_unknown(parse_t *p, span_t span, const char *text, int length);

/* ---- token filter (tokens.c) -------------------------------------------- */

int tokens_next(token_value_t *value, span_t *span, parse_t *p);
/* The parser found the token handed out last to be wrong: whether that is
   still to be reported.  The filter will skip to the next statement. */
int tokens_error(parse_t *p);
/* The type of the token that comes next in the text. */
int tokens_peek(parse_t *p);
/* Runs scanner and parser over the source; 0 if there is no memory. */
int tokens_parse(parse_t *p);

/* ---- brackets (brackets.c) ---------------------------------------------- */

void bracket_reset(parse_t *p);
void bracket_open(parse_t *p, int type, span_t span);
/* 1 when the token closes what is open, 0 after a report. */
int bracket_close(parse_t *p, int type, span_t span);
/* Says that the innermost bracket is not closed. */
void bracket_report(parse_t *p);

/* ---- wording (expected.c) ----------------------------------------------- */

/* `expected` and `found` are the grammar's names of symbols. */
void parse_expected(parse_t *p, span_t span, const char *found,
                    const char *const *expected, int n);
void parse_too_deep(parse_t *p, span_t span);
void parse_memory(parse_t *p);
/* Statement words nearest to `name`, or NULL. */
const char *parse_suggest_statement(const char *name);

/* ---- tree builder (build.c), called by the grammar ---------------------- */

span_t span_join(span_t first, span_t last);

ast_list_t list_one(parse_t *p, ast_t *item);
ast_list_t list_add(parse_t *p, ast_list_t list, int op, ast_t *item);
ast_points_t points_one(parse_t *p, ast_t *variable, ast_t *value);
ast_points_t points_add(parse_t *p, ast_points_t points, ast_t *variable,
                        ast_t *value);

ast_t *ast_leaf(parse_t *p, ast_kind_t kind, span_t span, const char *text);
/* Up to three children; NULLs at the end do not count. */
ast_t *ast_node(parse_t *p, ast_kind_t kind, int op, span_t span, ast_t *a,
                ast_t *b, ast_t *c);
ast_t *ast_list(parse_t *p, ast_kind_t kind, span_t span, const char *text,
                ast_list_t list);
/* A bracket: the one expression in it, or a tuple. */
ast_t *ast_bracket(parse_t *p, span_t span, ast_list_t list);
ast_t *ast_binder(parse_t *p, span_t span, const char *text,
                  ast_list_t bounds, ast_t *body);
ast_t *ast_bound(parse_t *p, span_t span, ast_t *variable, int op,
                 ast_t *law);

condition_t *condition_new(parse_t *p, span_t span, condition_t condition);
stmt_t *stmt_new(parse_t *p, span_t span, stmt_t stmt);
/* As stmt_new, with a domain. */
stmt_t *stmt_domain(parse_t *p, span_t span, ast_domain_t domain, stmt_t stmt);
/* Appends a finished statement to the spec. */
void stmt_add(parse_t *p, stmt_t *stmt, const char *text, span_t text_span);
void stmt_drop(parse_t *p);
void spec_header(parse_t *p, const char *name, span_t span,
                 const char *description);
void spec_end(parse_t *p, span_t span);

#endif
