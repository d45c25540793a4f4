/* grammar/saddle.y -- productions of the language; see docs/language.md. */
%define api.prefix {saddle_yy}
%define api.pure full
%define api.value.type {token_value_t}
%define api.location.type {span_t}
%define api.token.prefix {TOK_}
%define parse.error custom
%define parse.lac full
%locations
%expect 0
%parse-param {parse_t *p}
%lex-param {parse_t *p}

%{
#include "compiler/syntax/parse.h"

#define ARGS(list) .args = (list).item, .n_args = (list).n
#define POINTS(list) .args = (list).variable.item, \
    .values = (list).value.item, .n_args = (list).variable.n
#undef yylex
#define yylex tokens_next
#define YYLLOC_DEFAULT(current, rhs, n) \
    ((current) = (n) ? span_join(YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n)) \
                     : span_join(YYRHSLOC(rhs, 0), YYRHSLOC(rhs, 0)))

static void saddle_yyerror(span_t *span, parse_t *p, const char *message);
%}

%token YYEOF 0 "end of file"
%token FILE_FOLLOWS VALUE_FOLLOWS
%token NL "end of line"
%token <text> NAME "name" NUMBER "number" STRING "string" BINDER "binder"

%token MODEL "'model'" END "'end'" CITE "'cite'" PARAMETER "'parameter'"
%token WEIGHTS "'weights'" TEACHER "'teacher'" STUDENT "'student'"
%token NOISE "'noise'" INPUTS "'inputs'" SITE "'site'" LABELS "'labels'"
%token REQUIRE "'require'" LOSS "'loss'" PENALTY "'penalty'"
%token PREDICT "'predict'" EQUATION "'equation'" SAMPLES "'samples'"
%token FEATURES "'features'" HIDDEN "'hidden'" ACTIVATION "'activation'"
%token UPDATE "'update'" SECOND_LAYER "'second_layer'" UNTIL "'until'"
%token LEARNER "'learner'" ANSATZ "'ansatz'" ORDER "'order'"
%token FREE_ENTROPY "'free_entropy'" OBSERVABLE "'observable'"
%token FLOW "'flow'" STATIONARY "'stationary'" START "'start'" LET "'let'"
%token THRESHOLD "'threshold'" REFERENCE "'reference'"

%token AND "'and'" OR "'or'" NOT "'not'" IF "'if'" THEN "'then'"
%token ELSE "'else'" IN "'in'" WHERE "'where'" AT "'at'" OF "'of'"
%token DEFAULT "'default'"
%token LE "'<='" GE "'>='" EQ "'=='" DOTS "'..'" ARROW "'->'"
%token PLUS_MINUS "'+/-'"

%type <text> description
%type <op> random simple scaled defined relation
%type <ast> default expr disj conj neg comparison sum product unary power
%type <ast> primary item bound variable entry
%type <list> or and chain terms factors exprs items bounds variables names
%type <list> formal formals arguments entries
%type <domain> domain
%type <points> points at
%type <condition> condition
%type <stmt> body

%%

start:
    FILE_FOLLOWS file
  | VALUE_FOLLOWS expr NL           { p->value = $2; }
  | VALUE_FOLLOWS error NL
;

file:
    header statements END NL        { spec_end(p, @3); }
;

header:
    MODEL NAME description NL       { spec_header(p, $2, @2, $3); }
  | MODEL error NL                  { yyerrok; }
;

statements:
    %empty
  | statements body description NL  { stmt_add(p, $2, $3, @3); }
  | statements error NL             { stmt_drop(p); yyerrok; }
;

description:
    %empty                          { $$ = NULL; }
  | STRING
;

body:
    CITE STRING
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_CITE,
                .text = $2, .text_span = @2 }); }
  | PARAMETER NAME '=' sum
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_PARAMETER,
                .name = $2, .name_span = @2, .value = $4 }); }
  | PARAMETER NAME domain default
    { $$ = stmt_domain(p, @$, $3, (stmt_t) { .kind = STMT_PARAMETER,
                .name = $2, .name_span = @2, .fallback = $4 }); }
  | random NAME '~' sum
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = (stmt_kind_t) $1,
                .name = $2, .name_span = @2, .law = 1, .value = $4 }); }
  | SITE variable '~' sum
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_SITE,
                .variable = $2, .law = 1, .value = $4 }); }
  | LABELS NAME '=' expr
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_LABELS,
                .name = $2, .name_span = @2, .value = $4 }); }
  | LABELS NAME '~' sum
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_LABELS,
                .name = $2, .name_span = @2, .law = 1, .value = $4 }); }
  | simple expr
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = (stmt_kind_t) $1,
                .value = $2 }); }
  | scaled sum
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = (stmt_kind_t) $1,
                .value = $2 }); }
  | HIDDEN NAME '=' sum
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_HIDDEN,
                .name = $2, .name_span = @2, .value = $4 }); }
  | ACTIVATION NAME formal '=' expr
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_ACTIVATION,
                .name = $2, .name_span = @2, .value = $5, ARGS($3) }); }
  | LEARNER NAME arguments
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_LEARNER,
                .name = $2, .name_span = @2, ARGS($3) }); }
  | SECOND_LAYER NAME arguments
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_SECOND_LAYER,
                .name = $2, .name_span = @2, ARGS($3) }); }
  | UNTIL NAME '=' sum
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_UNTIL,
                .name = $2, .name_span = @2, .value = $4 }); }
  | UNTIL expr
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_UNTIL, .value = $2 }); }
  | ANSATZ NAME
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_ANSATZ,
                .name = $2, .name_span = @2 }); }
  | ORDER variables
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_ORDER, ARGS($2) }); }
  | ORDER variables domain
    { $$ = stmt_domain(p, @$, $3, (stmt_t) { .kind = STMT_ORDER,
                ARGS($2) }); }
  | defined NAME '=' expr
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = (stmt_kind_t) $1,
                .name = $2, .name_span = @2, .value = $4 }); }
  | FLOW variable '=' expr
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_FLOW,
                .variable = $2, .value = $4 }); }
  | STATIONARY NAME IN names
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_STATIONARY,
                .name = $2, .name_span = @2, ARGS($4) }); }
  | START AT points
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_START, POINTS($3) }); }
  | START NAME AT points
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_START,
                .name = $2, .name_span = @2, POINTS($4) }); }
  | LET NAME formals '=' expr
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_LET,
                .name = $2, .name_span = @2, .value = $5, ARGS($3) }); }
  | THRESHOLD NAME IN NAME '=' sum DOTS sum WHERE condition
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_THRESHOLD,
                .name = $2, .name_span = @2, .parameter = $4,
                .parameter_span = @4, .range_lo = $6, .range_hi = $8,
                .condition = *$10 }); }
  | REFERENCE variable '=' sum PLUS_MINUS sum at
    { $$ = stmt_new(p, @$, (stmt_t) { .kind = STMT_REFERENCE,
                .variable = $2, .value = $4, .tolerance = $6, POINTS($7) }); }
;

random:
    WEIGHTS                         { $$ = STMT_WEIGHTS; }
  | TEACHER                         { $$ = STMT_TEACHER; }
  | STUDENT                         { $$ = STMT_STUDENT; }
  | NOISE                           { $$ = STMT_NOISE; }
  | INPUTS                          { $$ = STMT_INPUTS; }
;

simple:
    REQUIRE                         { $$ = STMT_REQUIRE; }
  | LOSS                            { $$ = STMT_LOSS; }
  | PENALTY                         { $$ = STMT_PENALTY; }
  | PREDICT                         { $$ = STMT_PREDICT; }
  | EQUATION                        { $$ = STMT_EQUATION; }
  | UPDATE                          { $$ = STMT_UPDATE; }
;

scaled:
    SAMPLES                         { $$ = STMT_SAMPLES; }
  | FEATURES                        { $$ = STMT_FEATURES; }
;

defined:
    FREE_ENTROPY                    { $$ = STMT_FREE_ENTROPY; }
  | OBSERVABLE                      { $$ = STMT_OBSERVABLE; }
;

domain:
    IN sum DOTS sum
    { $$ = (ast_domain_t) { .lo = $2, .hi = $4 }; }
  | relation sum
    { $$ = (ast_domain_t) { .bound = $2, .relation = (relation_t) $1,
                            .has_relation = 1 }; }
;

default:
    %empty                          { $$ = NULL; }
  | DEFAULT sum                     { $$ = $2; }
;

formal:
    '(' NAME ')'
    { $$ = list_one(p, ast_leaf(p, AST_NAME, @2, $2)); }
;

formals:
    %empty                          { $$ = (ast_list_t) { 0 }; }
  | '(' names ')'                   { $$ = $2; }
;

arguments:
    %empty                          { $$ = (ast_list_t) { 0 }; }
  | '(' exprs ')'                   { $$ = $2; }
;

at:
    %empty                          { $$ = (ast_points_t) { 0 }; }
  | AT points                       { $$ = $2; }
;

points:
    variable '=' entry              { $$ = points_one(p, $1, $3); }
  | points ',' variable '=' entry   { $$ = points_add(p, $1, $3, $5); }
;

/* A number, a row of them, or a matrix: rows in a row. */
entry:
    sum
  | '[' entries ']'
    { $$ = ast_list(p, AST_ROW, @$, NULL, $2); }
;

entries:
    entry                           { $$ = list_one(p, $1); }
  | entries ',' entry               { $$ = list_add(p, $1, ',', $3); }
;

names:
    NAME
    { $$ = list_one(p, ast_leaf(p, AST_NAME, @1, $1)); }
  | names ',' NAME
    { $$ = list_add(p, $1, ',', ast_leaf(p, AST_NAME, @3, $3)); }
;

variables:
    variable                        { $$ = list_one(p, $1); }
  | variables ',' variable          { $$ = list_add(p, $1, ',', $3); }
;

condition:
    expr
    { $$ = condition_new(p, @$, (condition_t) { .kind = COND_EXPR,
                .value = $1 }); }
  | expr ARROW sum
    { $$ = condition_new(p, @$, (condition_t) { .kind = COND_LIMIT,
                .value = $1, .bound = $3 }); }
  | NAME OF names
    { $$ = condition_new(p, @$, (condition_t) { .kind = COND_OF,
                .word = $1, .word_span = @1, .n_args = $3.n,
                .arg = $3.item }); }
  | NAME OF points
    { $$ = condition_new(p, @$, (condition_t) { .kind = COND_OF,
                .word = $1, .word_span = @1, .n_args = $3.variable.n,
                .arg = $3.variable.item, .arg_value = $3.value.item }); }
;

expr:
    IF expr THEN expr ELSE expr
    { $$ = ast_node(p, AST_IF, 0, @$, $2, $4, $6); }
  | disj
;

disj:
    conj
  | or                              { $$ = ast_list(p, AST_OR, @$, NULL, $1); }
;

or:
    conj OR conj
    { $$ = list_add(p, list_one(p, $1), 0, $3); }
  | or OR conj
    { $$ = list_add(p, $1, 0, $3); }
;

conj:
    neg
  | and                             { $$ = ast_list(p, AST_AND, @$, NULL, $1); }
;

and:
    neg AND neg
    { $$ = list_add(p, list_one(p, $1), 0, $3); }
  | and AND neg
    { $$ = list_add(p, $1, 0, $3); }
;

neg:
    NOT neg
    { $$ = ast_node(p, AST_NOT, 0, @$, $2, NULL, NULL); }
  | comparison
;

comparison:
    sum
  | chain
    { $$ = ast_list(p, AST_COMPARISON, @$, NULL, $1); }
;

chain:
    sum relation sum
    { $$ = list_add(p, list_one(p, $1), $2, $3); }
  | chain relation sum
    { $$ = list_add(p, $1, $2, $3); }
;

relation:
    '<'                             { $$ = REL_LT; }
  | LE                              { $$ = REL_LE; }
  | '>'                             { $$ = REL_GT; }
  | GE                              { $$ = REL_GE; }
  | EQ                              { $$ = REL_EQ; }
;

sum:
    product
  | terms                           { $$ = ast_list(p, AST_SUM, @$, NULL, $1); }
;

terms:
    product '+' product
    { $$ = list_add(p, list_one(p, $1), '+', $3); }
  | product '-' product
    { $$ = list_add(p, list_one(p, $1), '-', $3); }
  | terms '+' product               { $$ = list_add(p, $1, '+', $3); }
  | terms '-' product               { $$ = list_add(p, $1, '-', $3); }
;

product:
    unary
  | factors
    { $$ = ast_list(p, AST_PRODUCT, @$, NULL, $1); }
;

factors:
    unary '*' unary
    { $$ = list_add(p, list_one(p, $1), '*', $3); }
  | unary '/' unary
    { $$ = list_add(p, list_one(p, $1), '/', $3); }
  | factors '*' unary               { $$ = list_add(p, $1, '*', $3); }
  | factors '/' unary               { $$ = list_add(p, $1, '/', $3); }
;

unary:
    '-' unary
    { $$ = ast_node(p, AST_UNARY, '-', @$, $2, NULL, NULL); }
  | '+' unary
    { $$ = ast_node(p, AST_UNARY, '+', @$, $2, NULL, NULL); }
  | power
;

power:
    primary
  | primary '^' unary
    { $$ = ast_node(p, AST_POWER, '^', @$, $1, $3, NULL); }
;

primary:
    NUMBER                          { $$ = ast_leaf(p, AST_NUMBER, @1, $1); }
  | NAME                            { $$ = ast_leaf(p, AST_NAME, @1, $1); }
  | NAME '(' items ')'              { $$ = ast_list(p, AST_CALL, @$, $1, $3); }
  | NAME '[' exprs ']'              { $$ = ast_list(p, AST_INDEX, @$, $1, $3); }
  | BINDER '[' bounds ']' '(' expr ')'
    { $$ = ast_binder(p, @$, $1, $3, $6); }
  | '(' exprs ')'                   { $$ = ast_bracket(p, @$, $2); }
  | '{' items '}'                   { $$ = ast_list(p, AST_SET, @$, NULL, $2); }
;

exprs:
    expr                            { $$ = list_one(p, $1); }
  | exprs ',' expr                  { $$ = list_add(p, $1, ',', $3); }
;

items:
    item                            { $$ = list_one(p, $1); }
  | items ',' item                  { $$ = list_add(p, $1, ',', $3); }
;

item:
    expr
  | expr ':' expr
    { $$ = ast_node(p, AST_ITEM, ':', @$, $1, $3, NULL); }
;

bounds:
    bound                           { $$ = list_one(p, $1); }
  | bounds ',' bound                { $$ = list_add(p, $1, ',', $3); }
;

bound:
    variable
    { $$ = ast_bound(p, @$, $1, BOUND_PLAIN, NULL); }
  | variable '~' sum
    { $$ = ast_bound(p, @$, $1, BOUND_LAW, $3); }
  | variable IN sum
    { $$ = ast_bound(p, @$, $1, BOUND_IN, $3); }
  | variable IN sum DOTS sum
    { $$ = ast_bound(p, @$, $1, BOUND_IN, ast_node(p, AST_RANGE, 0,
                span_join(@3, @5), $3, $5, NULL)); }
;

variable:
    NAME                            { $$ = ast_leaf(p, AST_NAME, @1, $1); }
  | NAME '[' exprs ']'              { $$ = ast_list(p, AST_INDEX, @$, $1, $3); }
  | '(' names ')'                   { $$ = ast_bracket(p, @$, $2); }
;

%%

#define EXPECTED_MAX 80

static int
yyreport_syntax_error(const yypcontext_t *context, parse_t *p)
{
    yysymbol_kind_t kind[EXPECTED_MAX];
    const char *name[EXPECTED_MAX];
    int i, n;

    if (!tokens_error(p))
        return 0;
    n = yypcontext_expected_tokens(context, kind, EXPECTED_MAX);
    for (i = 0; i < n; i++)
        name[i] = yysymbol_name(kind[i]);
    parse_expected(p, *yypcontext_location(context),
                   yysymbol_name(yypcontext_token(context)), name,
                   n < 0 ? 0 : n);
    return 0;
}

/* Bison's own complaints: only that its stack is exhausted. */
static void
saddle_yyerror(span_t *span, parse_t *p, const char *message)
{
    (void) message;
    parse_too_deep(p, *span);
}
