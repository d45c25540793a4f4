/* compiler/cli/certify.c -- `saddle certify`: a proven critical value. */
#include "critical.h"
#include "proof.h"
#include "range.h"
#include "whole.h"

#include <stdlib.h>
#include <string.h>

static json_t *
json_others(const critical_t *c, long digits)
{
    json_t *list = json_array();
    int i;

    for (i = 0; i < c->n; i++)
        if (i != c->chosen)
            json_array_append_new(
                list, c->proof[i].verdict == CERTIFY_PROVEN
                          ? json_enclosure(c->proof[i].zero
                                           + c->proof[i].n - 1, digits)
                          : json_pack("[f]", c->candidate[i].env[c->parameter]));
    return list;
}

static void
emit_json(const critical_t *c, const char *name, long digits,
          const char *claim, int disproven)
{
    const certify_result_t *r = c->chosen >= 0 ? c->proof + c->chosen : NULL;
    json_t *o = json_object();
    int proven = r != NULL && r->verdict == CERTIFY_PROVEN;

    json_object_set_new(o, "name", json_string(name));
    json_object_set_new(o, "status",
                        json_string(r != NULL ? proof_status(r->verdict)
                        : disproven ? "disproven" : "undecided"));
    if (proven)
    {
        char *lower = decimal_lower(r->zero + r->n - 1, digits);
        char *upper = decimal_upper(r->zero + r->n - 1, digits);

        json_object_set_new(o, "lower", json_string(lower));
        json_object_set_new(o, "upper", json_string(upper));
        free(lower);
        free(upper);
    }
    else
    {
        json_object_set_new(o, "lower", json_null());
        json_object_set_new(o, "upper", json_null());
    }
    json_object_set_new(o, "digits", json_integer(proven ? digits : 0));
    json_object_set_new(o, "seconds", json_number(c->seconds));
    json_object_set_new(o, "claim", claim != NULL ? json_string(claim)
                                    : json_string(c->why != NULL ? c->why
                                                                 : ""));
    json_object_set_new(o, "others", json_others(c, digits));
    if (!proven && c->chosen >= 0)
        json_object_set_new(
            o, "candidate",
            json_number(c->candidate[c->chosen].env[c->parameter]));
    json_emit(o);
}

static void
print_text(const critical_t *c, const char *name, long digits,
           const char *claim)
{
    const certify_result_t *r = c->proof + c->chosen;
    const arb_struct *x = r->zero + r->n - 1;
    char *lower = decimal_lower(x, digits), *upper = decimal_upper(x, digits);
    char *common;
    long correct;
    int i;

    common = decimal_common(x, digits, &correct);
    /* The enclosure of a short decimal has its ends on two sides of it. */
    if (correct + 1 < digits)
    {
        char *ball = arb_get_str(x, digits, 0);

        printf("%s = %s\n  proven in %.2f s at %ld bits\n", name, ball,
               c->seconds, (long) r->prec);
        flint_free(ball);
    }
    else
        printf("%s = %s...\n  %ld digits, truncated; proven in %.2f s at %ld "
               "bits\n", name, common, correct, c->seconds, (long) r->prec);
    printf("  lower %s\n  upper %s\n\n%s", lower, upper,
           claim != NULL ? claim : "");
    for (i = 0; i < c->n; i++)
        if (i != c->chosen)
            printf("Another candidate in the range: %s = %.15g (%s).\n", name,
                   c->candidate[i].env[c->parameter],
                   c->proof[i].verdict == CERTIFY_PROVEN ? "proven as well"
                                                         : "not certified");
    free(lower);
    free(upper);
    free(common);
}

/* Why nothing is proven, and what the search in doubles has found. */
static void
print_refusal(const critical_t *c, const char *path, const char *name)
{
    const solve_result_t *r = c->candidate + c->chosen;

    fprintf(stderr, "saddle: %s: %s: not certified: %s\n", path, name, c->why);
    if (c->chosen >= 0)
        fprintf(stderr, "  in doubles, without proof: %s = %.12g (residual "
                "%.1e)\n", name, r->env[c->parameter], r->residual);
}

/* The claim of a box, and what is known of the range around it. */
static char *
with_sentence(char *claim, const char *sentence)
{
    size_t length;
    char *more;

    if (claim == NULL || sentence == NULL)
        return claim;
    length = strlen(claim);
    more = realloc(claim, length + strlen(sentence) + 1);
    if (more == NULL)
        return claim;
    strcpy(more + length, sentence);
    return more;
}

static int
certify_threshold(session_t *s, const options_t *o, int t, int n_words,
                  const char *const *word)
{
    const threshold_t *threshold = s->spec.threshold + t;
    int status = session_set(s, n_words, word, threshold->parameter);
    certify_options_t options;
    critical_t c;
    certify_verdict_t whole = CERTIFY_UNDECIDED;
    range_t range = { 0 };
    char *claim = NULL;
    const saddle_system_t *system;
    output_t *file;

    if (status == EXIT_DONE)
        status = proof_open(&file, o->output, s);
    if (status != EXIT_DONE)
        return status;
    proof_options(&options, o, s, 30);
    progress_start(o->quiet);
    progress_leave(10);
    status = critical_find(&c, s, threshold);
    if (status == EXIT_DONE)
        status = critical_prove(&c, s, &options);
    /* nothing found, or a proof: is that all? */
    if (o->global && (status == EXIT_DONE || c.n == 0) && c.range != NULL
        && arb_lt(c.range, c.range + 1))
    {
        whole = range_prove(&range, s, o, threshold, &c);
        if (whole == CERTIFY_DISPROVEN && c.n == 0)
            c.why = range.sentence;
    }
    progress_end();
    if (c.chosen >= 0 && status == EXIT_DONE)
    {
        system = s->loaded.model->system[c.candidate[c.chosen].system];
        claim = proof_claim(s, system, c.proof + c.chosen, options.digits);
        claim = with_sentence(claim, range.sentence);
        if (file != NULL && whole == CERTIFY_PROVEN)
            status = range_write(file, s, &range, &c,
                                 claim != NULL ? claim : "");
        else if (file != NULL)
            status = proof_write(file, s, system, c.proof + c.chosen,
                                 claim != NULL ? claim : "");
    }
    else if (file != NULL)
        output_close(file, 0);
    if (o->json)
        emit_json(&c, threshold->name, options.digits, claim,
                  whole == CERTIFY_DISPROVEN);
    else if (c.chosen >= 0 && claim != NULL)
        print_text(&c, threshold->name, options.digits, claim);
    if (claim == NULL && whole == CERTIFY_DISPROVEN && !o->json)
        printf("%s: disproven. %s", threshold->name, range.sentence);
    else if (claim == NULL && c.why != NULL)
        print_refusal(&c, s->source.path, threshold->name);
    if (claim != NULL && o->output != NULL && status == EXIT_DONE && !o->json)
        printf("Certificate: %s\n", o->output);
    free(claim);
    range_clear(&range);
    critical_clear(&c);
    return status;
}

static int
unknown_threshold(const session_t *s, const char *word)
{
    const char *candidate[64], *near;
    int i, n = 0;

    for (i = 0; i < s->spec.n_thresholds && n < 64; i++)
        candidate[n++] = s->spec.threshold[i].name;
    near = diag_suggest(word, candidate, n);
    fprintf(stderr, "saddle: model %s has no threshold '%s'", s->spec.name,
            word);
    if (near != NULL)
        fprintf(stderr, "; did you mean '%s'?", near);
    else
        for (i = 0; i < n; i++)
            fprintf(stderr, "%s'%s'", i > 0 ? ", " : "; it has ",
                    candidate[i]);
    fprintf(stderr, "\n");
    return EXIT_USAGE;
}

/*
 * The threshold asked for: `--threshold NAME`, or the first word after the
 * file that is no assignment; NULL if none.  The other words go to `rest`,
 * which holds as many as there are words; *n is their number.
 */
static const char *
take_threshold(const options_t *o, const char **rest, int *n)
{
    const char *name = o->threshold;
    int i;

    for (i = 1, *n = 0; i < o->n_words; i++)
        if (name == NULL && strchr(o->word[i], '=') == NULL)
            name = o->word[i];
        else
            rest[(*n)++] = o->word[i];
    return name;
}

static int
certify_words(session_t *s, const options_t *o, const char **rest)
{
    options_t as_solve = *o;
    const char *name;
    int i, n;

    if (o->all)
        return whole_certify(s, o, o->n_words - 1, o->word + 1);
    name = take_threshold(o, rest, &n);
    if (name == NULL)
    {
        as_solve.certify = 1;
        return solve_session(s, &as_solve, n, rest);
    }
    for (i = 0; i < s->spec.n_thresholds; i++)
        if (strcmp(s->spec.threshold[i].name, name) == 0)
            return certify_threshold(s, o, i, n, rest);
    return unknown_threshold(s, name);
}

static int
certify_session(session_t *s, const options_t *o)
{
    const char **rest = calloc((size_t) o->n_words, sizeof *rest);
    int status;

    if (rest == NULL)
        return EXIT_LIMIT;
    status = certify_words(s, o, rest);
    free(rest);
    return status;
}

int
run_certify(const options_t *o)
{
    session_t s;
    int status;

    if (o->n_words == 0)
    {
        fprintf(stderr, "saddle certify: which file?\n");
        return EXIT_USAGE;
    }
    status = session_open(&s, o->word[0], STAGE_LOADED, 0);
    if (status == EXIT_DONE)
        status = certify_session(&s, o);
    session_clear(&s);
    return status;
}
