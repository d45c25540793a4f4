/* compiler/syntax/tokens.c -- between scanner and parser: judges line ends,
   recognises words by their place, checks brackets, skips after errors. */
#include "parse.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define YYSTYPE token_value_t
#define YYLTYPE span_t
#include "saddle.tab.h"
#include "saddle.lex.h"

/* ---- words -------------------------------------------------------------- */

typedef struct
{
    const char *text;
    int token;
} word_t;

static const word_t statement_word[] = {
#define STATEMENT_WORD(text, token) { text, TOK_##token },
#include "../../grammar/keywords.def"
};

static const word_t reserved_word[] = {
#define RESERVED_WORD(text, token) { text, TOK_##token },
#include "../../grammar/keywords.def"
};

static const word_t binder_word[] = {
#define BINDER_WORD(text) { text, TOK_BINDER },
#include "../../grammar/keywords.def"
};

#define COUNT(array) ((int) (sizeof array / sizeof array[0]))

static int
find(const word_t *word, int n, const char *text)
{
    int i;

    for (i = 0; i < n; i++)
        if (strcmp(word[i].text, text) == 0)
            return word[i].token;
    return 0;
}

int
ast_is_name(const char *text)
{
    size_t i, n = strlen(text);

    if (n == 0 || n > AST_MAX_NAME || !isalpha((unsigned char) text[0])
        || find(reserved_word, COUNT(reserved_word), text) != 0)
        return 0;
    for (i = 0; i < n; i++)
        if (!isalnum((unsigned char) text[i]) && text[i] != '_')
            return 0;
    return 1;
}

static int
statement_token(const raw_token_t *t)
{
    return t->type == TOK_NAME
               ? find(statement_word, COUNT(statement_word), t->text)
               : 0;
}

static int
is_reserved(int type)
{
    int i;

    for (i = 0; i < COUNT(reserved_word); i++)
        if (reserved_word[i].token == type)
            return 1;
    return 0;
}

/* ---- looking ahead ------------------------------------------------------ */

static void
scan_next(parse_t *p, raw_token_t *t)
{
    token_value_t value = { 0 };
    int word, errors = p->diags->n_errors;

    p->fresh_line = p->fresh_line || !p->started;
    p->started = 1;
    t->type = saddle_yylex(&value, &t->span, p->scanner);
    t->text = NULL;
    t->first = p->fresh_line;
    t->reported = p->diags->n_errors > errors;
    p->fresh_line = 0;
    if (t->type == TOK_YYEOF)
    {
        t->span.line = t->span.end_line = p->line;
        t->span.col = p->column;
        t->span.end_col = p->column + 1;
        t->first = 1;
    }
    if (t->type == TOK_NAME || t->type == TOK_NUMBER || t->type == TOK_STRING)
        t->text = value.text;
    if (t->type != TOK_NAME)
        return;
    word = find(reserved_word, COUNT(reserved_word), t->text);
    if (word != 0)
        t->type = word;
}

/* The token k places ahead, 0 being the next one; never removes any. */
static const raw_token_t *
peek(parse_t *p, int k)
{
    while (p->n_raw <= k)
    {
        scan_next(p, &p->raw[p->n_raw]);
        p->n_raw++;
    }
    return &p->raw[k];
}

static raw_token_t
take(parse_t *p)
{
    raw_token_t t = *peek(p, 0);

    p->n_raw--;
    memmove(p->raw, p->raw + 1, (size_t) p->n_raw * sizeof *p->raw);
    return t;
}

static void
put_back(parse_t *p, raw_token_t t)
{
    memmove(p->raw + 1, p->raw, (size_t) p->n_raw * sizeof *p->raw);
    p->raw[0] = t;
    p->n_raw++;
}

int
tokens_peek(parse_t *p)
{
    return peek(p, 0)->type;
}

/* ---- line ends ---------------------------------------------------------- */

/* After these a line end means nothing. */
static int
wants_more(int type)
{
    switch (type)
    {
        case '+': case '-': case '*': case '/': case '^': case '<': case '>':
        case '=': case '~': case ',': case ':': case TOK_LE: case TOK_GE:
        case TOK_EQ: case TOK_DOTS: case TOK_ARROW: case TOK_PLUS_MINUS:
            return 1;
        default:
            return is_reserved(type);
    }
}

/* A line that begins with one of these continues the one before. */
static int
continues(int type)
{
    if (type == ')' || type == ']' || type == '}' || type == TOK_STRING)
        return 1;
    return wants_more(type) && type != TOK_NOT && type != TOK_IF;
}

/* Whether the next token, first on its line, certainly begins a statement:
   two operands in a row do not occur in expressions.  `loose`: after an error
   what may begin one is enough. */
static int
begins_statement(parse_t *p, int loose)
{
    int word = statement_token(peek(p, 0));
    const raw_token_t *after;

    if (word == 0 || !peek(p, 0)->first)
        return 0;
    after = peek(p, 1);
    if (word == TOK_END)
        return after->first;
    if (after->first)
        return 0;
    switch (after->type)
    {
        case TOK_NAME: case TOK_NUMBER: case TOK_NOT: case TOK_IF:
            return 1;
        case TOK_STRING:
            return word == TOK_CITE || loose;
        case TOK_AT:
            return word == TOK_START && (p->n_brackets > 0 || loose);
        case '(': case '{': case '-': case '+':
            return loose;
        default:
            return 0;
    }
}

/* ---- depth --------------------------------------------------------------- */

/* Signs, powers and `if`s nest without brackets; count them as the brackets
   they are equal to, so that the parser's stack stays small. */
static void
count_nesting(parse_t *p, int type)
{
    bracket_t *b = &p->bracket[p->n_brackets];
    int last = p->last.type;
    int operand = last == TOK_NAME || last == TOK_NUMBER || last == ')'
                  || last == ']' || last == '}';

    if (type == TOK_IF)
    {
        b->ifs++;
        p->nesting++;
    }
    else if (type == TOK_NOT || type == '^'
             || ((type == '-' || type == '+') && !operand))
    {
        b->chain++;
        p->nesting++;
    }
    else if (type != TOK_NAME && type != TOK_NUMBER && type != TOK_BINDER
             && type != '(' && type != ')' && type != '[' && type != ']'
             && type != '{' && type != '}')
    {
        p->nesting -= b->chain;
        b->chain = 0;
        if (type == ',' || type == ':')
        {
            p->nesting -= b->ifs;
            b->ifs = 0;
        }
    }
}

/* ---- handing out tokens ------------------------------------------------- */

static int
hand_out(parse_t *p, token_value_t *value, span_t *span, raw_token_t t)
{
    value->text = t.text;
    *span = t.span;
    p->last = t;
    p->first_word = 0;
    return t.type;
}

/* A token that is not in the text, right behind the last one that is. */
static int
hand_out_extra(parse_t *p, token_value_t *value, span_t *span, int type)
{
    raw_token_t t = { 0 };

    t.type = type;
    t.text = type == TOK_NAME ? "unnamed" : NULL;
    t.span = p->last_span;
    t.span.line = t.span.end_line;
    t.span.col = t.span.end_col;
    t.span.end_col++;
    if (type == TOK_NL)
    {
        p->in_statement = 0;
        bracket_reset(p);
    }
    return hand_out(p, value, span, t);
}

static int
hand_out_error(parse_t *p, token_value_t *value, span_t *span)
{
    p->skipping = 1;
    return hand_out_extra(p, value, span, TOKEN_BROKEN);
}

/* Drops what is left of a statement with an error, then ends it. */
static int
skip_statement(parse_t *p, token_value_t *value, span_t *span)
{
    int open = p->n_brackets, last = 0, inside = p->in_statement;

    p->skipping = 0;
    for (;;)
    {
        const raw_token_t *t = peek(p, 0);

        if (t->type == TOK_YYEOF)
            break;
        if (inside && t->first && begins_statement(p, 1))
            break;
        if (inside && t->first && open == 0 && !wants_more(last)
            && !continues(t->type))
            break;
        inside = 1;
        last = t->type;
        if (last == '(' || last == '[' || last == '{')
            open++;
        else if ((last == ')' || last == ']' || last == '}') && open > 0)
            open--;
        p->last_span = t->span;
        take(p);
    }
    return hand_out_extra(p, value, span, TOK_NL);
}

int
tokens_error(parse_t *p)
{
    if (p->failed || p->quiet)
        return 0;
    if (p->last.type == TOK_NL || p->last.type == TOK_YYEOF)
        return 1;
    p->skipping = 1;
    /* a statement in the middle of a bracket: the bracket is to blame */
    if (p->n_brackets > 0 && p->last.first && !p->first_word
        && statement_token(&p->last) != 0)
    {
        put_back(p, p->last);
        bracket_report(p);
        return 0;
    }
    return !p->last.reported;
}

static void
inject(parse_t *p, int type)
{
    p->inject[p->n_inject++] = type;
}

/* The end of the text: closes what is open, says what is missing. */
static int
next_at_end(parse_t *p, token_value_t *value, span_t *span)
{
    const raw_token_t *t = peek(p, 0);

    if (p->in_statement && p->n_brackets > 0)
    {
        bracket_report(p);
        return hand_out_error(p, value, span);
    }
    if (p->in_statement)
        return hand_out_extra(p, value, span, TOK_NL);
    if (!p->header_seen)
    {
        diags_add(p->diags, DIAG_ERROR, "E0101", t->span,
                  "a spec begins with 'model NAME'", "the spec is empty");
        p->quiet = 1;
    }
    else if (!p->ended)
    {
        diags_add(p->diags, DIAG_ERROR, "E0102", t->span,
                  "the last line of a spec is 'end'", "'end' is missing");
        p->ended = 1;
        inject(p, TOK_NL);
        return hand_out_extra(p, value, span, TOK_END);
    }
    p->finished = 1;
    return hand_out(p, value, span, *t);
}

static int
is_slip(const raw_token_t *t, const char *word)
{
    return t->type == TOK_NAME && diag_suggest(t->text, &word, 1) != NULL;
}

/* Before the first statement: 0 if all is well, else a token to hand out. */
static int
check_first(parse_t *p, token_value_t *value, span_t *span)
{
    const raw_token_t *t = peek(p, 0);

    if (p->ended)
    {
        diags_add(p->diags, DIAG_ERROR, "E0103", t->span,
                  "a file holds one model", "text after 'end'");
        p->finished = 1;
        return hand_out_extra(p, value, span, TOK_YYEOF);
    }
    if (p->header_seen)
        return 0;
    p->header_seen = 1;
    if (statement_token(t) == TOK_MODEL)
        return 0;
    if (!t->reported)
        diags_add(p->diags, DIAG_ERROR, "E0101", t->span,
                  is_slip(t, "model") ? "did you mean 'model'?" : NULL,
                  "a spec begins with 'model NAME'");
    /* read the rest all the same, but not a line that fits nowhere */
    if (statement_token(t) == 0)
        inject(p, TOKEN_BROKEN);
    inject(p, TOK_NL);
    inject(p, TOK_NAME);
    p->last_span = t->span;
    return hand_out_extra(p, value, span, TOK_MODEL);
}

/* A token inside the text: its type by its place. */
static int
next_in_text(parse_t *p, token_value_t *value, span_t *span)
{
    raw_token_t t = take(p);
    int first_word = !p->in_statement, after_word = p->first_word, word;

    p->last_span = t.span;
    p->in_statement = 1;
    word = first_word && !p->only_value ? statement_token(&t) : 0;
    if (word != 0)
        t.type = word;
    if (word == TOK_END)
        p->ended = 1;
    if (t.type == TOK_NAME && peek(p, 0)->type == '[' && !peek(p, 0)->first
        && find(binder_word, COUNT(binder_word), t.text) != 0)
        t.type = TOK_BINDER;
    if (t.type == TOKEN_BROKEN)
        p->skipping = 1;
    if (t.type == ')' || t.type == ']' || t.type == '}')
    {
        if (!bracket_close(p, t.type, t.span))
            return hand_out_error(p, value, span);
    }
    else
        count_nesting(p, t.type);
    if (t.type == '(' || t.type == '[' || t.type == '{')
        bracket_open(p, t.type, t.span);
    if (p->nesting > AST_MAX_DEPTH)
    {
        parse_too_deep(p, t.span);
        return hand_out_error(p, value, span);
    }
    hand_out(p, value, span, t);
    p->after_word = after_word;
    p->first_word = first_word && !p->only_value;
    return t.type;
}

int
tokens_next(token_value_t *value, span_t *span, parse_t *p)
{
    const raw_token_t *t;

    if (!p->started)
    {
        p->last_span = (span_t) { 1, 1, 1, 1 };
        peek(p, 0);
        return hand_out_extra(p, value, span, p->only_value
                                                  ? TOK_VALUE_FOLLOWS
                                                  : TOK_FILE_FOLLOWS);
    }
    if (p->failed || p->finished)
        return hand_out_extra(p, value, span, TOK_YYEOF);
    if (p->n_inject > 0)
    {
        int type = p->inject[--p->n_inject];

        return type == TOKEN_BROKEN ? hand_out_error(p, value, span)
                                    : hand_out_extra(p, value, span, type);
    }
    if (p->skipping)
        return skip_statement(p, value, span);
    t = peek(p, 0);
    if (t->type == TOK_YYEOF)
        return next_at_end(p, value, span);
    if (!p->in_statement && !p->only_value)
    {
        int type = check_first(p, value, span);

        return type != 0 || p->finished ? type : next_in_text(p, value, span);
    }
    if (t->first && p->in_statement)
    {
        int certain = begins_statement(p, 0);

        if (certain && p->n_brackets > 0)
        {
            bracket_report(p);
            return hand_out_error(p, value, span);
        }
        if (certain
            || (p->n_brackets == 0 && !wants_more(p->last.type)
                && !continues(t->type)))
            return hand_out_extra(p, value, span, TOK_NL);
    }
    return next_in_text(p, value, span);
}

int
tokens_parse(parse_t *p)
{
    if (saddle_yylex_init_extra(p, &p->scanner) != 0)
        return 0;
    saddle_yy_scan_bytes(p->source->text, (int) p->source->length,
                         p->scanner);
    saddle_yyparse(p);
    saddle_yylex_destroy(p->scanner);
    return 1;
}
