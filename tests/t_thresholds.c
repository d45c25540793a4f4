/* tests/t_thresholds.c -- thresholds of every kind, searched and proven. */
#include "harness.h"
#include "shell.h"

#include <arb.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- asking ---------------------------------------------------------------- */

static json_t *
ask(int status, const char *arguments)
{
    char command[512];
    json_t *answer;

    snprintf(command, sizeof command, "certify %s --json", arguments);
    expect(status, command);
    answer = json_loads(out, 0, NULL);
    CU_ASSERT_FATAL(answer != NULL);
    return answer;
}

static const char *
text_of(const json_t *answer, const char *key)
{
    const char *text = json_string_value(json_object_get(answer, key));

    return text != NULL ? text : "";
}

/* Does [lower, upper] contain the value, to this many digits? */
static int
encloses(const json_t *answer, const char *value, long digits)
{
    arb_t lower, upper, x;
    int good;

    arb_init(lower);
    arb_init(upper);
    arb_init(x);
    good = strcmp(text_of(answer, "status"), "proven") == 0
           && arb_set_str(lower, text_of(answer, "lower"), 1000) == 0
           && arb_set_str(upper, text_of(answer, "upper"), 1000) == 0
           && arb_set_str(x, value, 1000) == 0;
    arb_union(lower, lower, upper, 1000);
    good = good && arb_overlaps(lower, x)
           && mag_cmp_2exp_si(arb_radref(lower),
                              2 - (slong) (3.3219 * (double) digits)) < 0;
    if (!good)
        printf("\n    wanted %s, got %s .. %s (%s)", value,
               text_of(answer, "lower"), text_of(answer, "upper"),
               text_of(answer, "claim"));
    arb_clear(x);
    arb_clear(upper);
    arb_clear(lower);
    return good;
}

/* The threshold is proven and contains the value. */
static void
found(const char *arguments, const char *value, long digits)
{
    char command[400];
    json_t *answer;

    snprintf(command, sizeof command, "%s --digits %ld", arguments, digits);
    answer = ask(0, command);
    CU_ASSERT(encloses(answer, value, digits));
    json_decref(answer);
}

/* A branch whose last points, near V = 0, have Jacobians that are no use. */
static void
test_noisy_end(void)
{
    write_file("ternary.saddle",
               "model ternary\n  parameter alpha > 0\n"
               "  weights w ~ {-1: 1/4, 0: 1/2, 1: 1/4}\n  samples alpha\n"
               "  require z >= 3/10\n"
               "  threshold alpha_c in alpha = 0.05 .. 8 where entropy == 0\n"
               "end\n");
    found("@/ternary.saddle alpha_c", "0.7194763 +/- 1e-7", 30);
}

/* Even whatever the signs of a and b; the instability is at (Z/Z'')^2. */
static void
test_even_constraint(void)
{
    write_file("ring.saddle",
               "model ring\n  parameter alpha > 0\n  parameter a = 0.2\n"
               "  parameter b = 1.5\n  weights w ~ rademacher\n"
               "  samples alpha\n  require abs(z) >= a\n"
               "  require abs(z) <= b\n"
               "  threshold alpha_1 in alpha = 1 .. 20 where instability of "
               "q = 0\n"
               "  threshold alpha_c in alpha = 1 .. 20 where entropy == 0\n"
               "end\n");
    found("@/ring.saddle alpha_1", "9.2986 +/- 1e-4", 30);
    found("@/ring.saddle alpha_c", "2.00621345 +/- 1e-7", 30);
    CU_ASSERT(expect(0, "solve @/ring.saddle alpha=1/2") && has(out, "q = 0"));
}

/* Nothing is found, and the reason says so. */
static void
none(const char *arguments, const char *reason)
{
    json_t *answer = ask(1, arguments);

    CU_ASSERT_STRING_EQUAL(text_of(answer, "status"), "undecided");
    CU_ASSERT(has(text_of(answer, "claim"), reason));
    json_decref(answer);
}

/* About a bifurcation the branch that begins there has the same candidates up
   to noise, and iterations are too slow to tell the states. */
static void
test_marginal(void)
{
    json_t *answer;

    write_file("marginal.saddle",
               "model marginal\n  parameter T > 0\n  order q in 0 .. 1\n"
               "  free_entropy phi = q^2/(4*T^2) - q/(2*T^2)\n"
               "      + E[x](log(2*cosh(sqrt(q)*x/T)))\n"
               "  stationary phi in q\n"
               "  let r = E[x](1 - tanh(sqrt(q)*x/T)^2)^2/T^2\n"
               "  threshold at_1 in T = 1/2 .. 2 where r == 1\n"
               "end\n");
    answer = ask(0, "@/marginal.saddle at_1 T=0.999..1.001");
    CU_ASSERT(encloses(answer, "1 +/- 1e-30", 15));
    CU_ASSERT_EQUAL(json_array_size(json_object_get(answer, "others")), 0);
    json_decref(answer);
}

/* ---- equations ------------------------------------------------------------- */

static void
test_equations(void)
{
    found("models/storage/binary_perceptron.saddle alpha_c kappa=-1/2",
          "1.6788411129169800119208246709206925507343402090758 +/- 1e-48", 40);
    found("models/spin_glass/sk.saddle h_at beta=2",
          "0.56993383031029602078811318895044686817305832944548 +/- 1e-48",
          40);
    found("models/spin_glass/sk.saddle h_at beta=100", "2.8190440 +/- 1e-6",
          30);
    found("models/spin_glass/sk.saddle h_at beta=100/99",
          "0.0011606490 +/- 1e-9", 30);
    /* it jumps, from the branch to recovery */
    write_file("jump.saddle",
               "model jump\n  parameter alpha > 0\n  teacher w ~ rademacher\n"
               "  labels y = sign(z)\n  samples alpha\n  learner bayes\n"
               "  threshold e in alpha = 1 .. 3 where mmse == 1/20\n"
               "end\n");
    none("@/jump.saddle e", "1 .. 3 the equation does not change sign");
    CU_ASSERT_PTR_NULL(strstr(out, "no equation"));
    none("models/spin_glass/sk.saddle h_at beta=1/2",
         "0.001 .. 3 the equation does not change sign");
    /* another parameter of the same model: capacity one in kappa */
    write_file("kappa.saddle",
               "model kappa\n  parameter alpha > 0\n"
               "  parameter kappa = 0\n  weights w ~ rademacher\n"
               "  samples alpha\n  require abs(z) <= kappa\n"
               "  threshold kappa_c in kappa = 0.1 .. 3 where entropy == 0\n"
               "end\n");
    found("@/kappa.saddle kappa_c alpha=1",
          "0.67448975019608174320222701454130718538690441506 +/- 1e-40", 30);
}

/* Several solutions; side conditions choose. */
static void
test_several(void)
{
    json_t *answer;

    write_file("several.saddle",
               "model several\n  parameter p = 0\n  parameter c = 0\n"
               "  order x in -5 .. 5\n"
               "  free_entropy phi = x*sin(3*p) - x^2/2\n"
               "  stationary phi in x\n"
               "  threshold any in p = 0.5 .. 3.5 where x == 0\n"
               "  threshold late in p = 0.5 .. 3.5 where x == 0 and p > 2.5\n"
               "  threshold no in p = 0.5 .. 3.5 where x == 0 and p > 4\n"
               "  threshold always in p = 0 .. 1 where x == sin(3*p)\n"
               "  threshold peak in p = 0 .. 1 where extremum of x\n"
               "  threshold close in p = 0.5231 .. 0.5243 where extremum of y\n"
               "  observable y = (x - sin(157/100))^2\n"
               "end\n");
    answer = ask(0, "@/several.saddle any");
    CU_ASSERT(encloses(answer, "1.0471975511965977461542144610931676280657 "
                               "+/- 1e-39", 25));
    CU_ASSERT_EQUAL(json_array_size(json_object_get(answer, "others")), 2);
    json_decref(answer);
    found("@/several.saddle late",
          "3.1415926535897932384626433832795028842 +/- 1e-36", 30);
    none("@/several.saddle no", "a side condition does not hold");
    none("@/several.saddle always", "holds identically");
    found("@/several.saddle peak",
          "0.52359877559829887307710723054658381403286 +/- 1e-40", 30);
    /* two minima with the maximum of x between them */
    answer = ask(0, "@/several.saddle close");
    CU_ASSERT(encloses(answer, "0.52333333333333333333333333333333333 "
                               "+/- 1e-33", 25));
    CU_ASSERT_EQUAL(json_array_size(json_object_get(answer, "others")), 2);
    json_decref(answer);
}

/* ---- folds ----------------------------------------------------------------- */

static void
test_folds(void)
{
    found("models/bayes/bayes_sign_binary.saddle alpha_alg",
          "1.4926318182303512741458631211878841934578895073014 +/- 1e-48",
          40);
    write_file("hopfield.saddle",
               "model hopfield\n  parameter alpha > 0\n  order y > 0\n"
               "  equation y == erf(y)/(sqrt(2*alpha) + 2/sqrt(pi)*exp(-y^2))"
               "\n  start retrieval at y = 2\n"
               "  threshold alpha_c in alpha = 0.01 .. 0.3 where spinodal of "
               "retrieval\nend\n");
    found("@/hopfield.saddle alpha_c",
          "0.137905566494931737843636123218 +/- 1e-29", 100);
    none("@/hopfield.saddle alpha_c alpha=0.01..0.1",
         "0.01 .. 0.1 no fold in this interval");
}

/* ---- a magnet: everything is known ------------------------------------------ */

static const char magnet[]
    = "model magnet\n  parameter beta > 0 default 3/2\n  parameter h = 0\n"
      "  order m in -1 .. 1\n"
      "  free_entropy phi = -beta*m^2/2 + log(2*cosh(beta*(m + h)))\n"
      "  stationary phi in m\n"
      "  threshold beta_c in beta = 0.5 .. 2 where instability of m = 0\n"
      "  threshold down in h = -1 .. 1 where spinodal of uninformed\n"
      "  threshold up in h = -1 .. 1 where spinodal of informed\n"
      "  threshold both in h = -1 .. 0.9 where coexistence of uninformed, "
      "informed\n"
      "  threshold in_beta in beta = 0.5 .. 3 where spinodal\n"
      "end\n";

static void
test_magnet(void)
{
    write_file("magnet.saddle", magnet);
    found("@/magnet.saddle beta_c", "1 +/- 1e-30", 30);
    /* m = -sqrt(1 - 1/beta), h = artanh(m)/beta - m */
    found("@/magnet.saddle down",
          "0.138364303548020194967466664733 +/- 1e-29", 30);
    found("@/magnet.saddle up",
          "-0.138364303548020194967466664733 +/- 1e-29", 30);
    found("@/magnet.saddle both", "0 +/- 1e-30", 30);
    found("@/magnet.saddle in_beta h=1/10",
          "1.37223591109721748832329304604 +/- 1e-28", 30);
    none("@/magnet.saddle in_beta", "ends in a fold");
    none("@/magnet.saddle down beta=1/2", "ends in a fold");
    none("@/magnet.saddle both beta=1/2", "no two branches");
    expect(2, "certify @/magnet.saddle down h=0");
}

static void
test_potts(void)
{
    write_file("potts.saddle",
               "model potts\n  parameter beta > 0\n  parameter n = 5\n"
               "  order m in 0 .. 1\n"
               "  free_entropy phi = -beta*(n - 1)/(2*n)*m^2 - beta*m/n\n"
               "    + log(exp(beta*m) + n - 1)\n"
               "  stationary phi in m\n"
               "  threshold unstable in beta = 0.5 .. 10 where instability of "
               "m = 0\n"
               "  threshold fold in beta = 0.5 .. 10 where spinodal of "
               "informed\n"
               "  threshold equal in beta = 0.5 .. 10 where coexistence\n"
               "end\n");
    found("@/potts.saddle unstable", "5 +/- 1e-30", 30);
    /* 2 (n - 1)/(n - 2) log(n - 1) */
    found("@/potts.saddle equal",
          "3.69678496298637498355857131444 +/- 1e-28", 30);
    found("@/potts.saddle fold",
          "3.56450180849388703491174252567 +/- 1e-28", 30);
}

/* No natural map, or the inverse of one: m = 0 is uninformed all the same. */
static void
test_entropic(void)
{
    write_file("entropic.saddle",
               "model entropic\n  parameter beta > 0\n  order m in 0 .. 1\n"
               "  free_entropy phi = beta*m^3 - (1 + m)/2*log((1 + m)/2)\n"
               "    - (1 - m)/2*log((1 - m)/2)\n  stationary phi in m\n"
               "  threshold equal in beta = 0.2 .. 2 where coexistence of "
               "uninformed, informed\nend\n");
    found("@/entropic.saddle equal",
          "0.672084786033522938172576676582 +/- 1e-29", 30);
    write_file("fractions.saddle",
               "model fractions\n  parameter beta > 0\n  order m in 0 .. 1\n"
               "  free_entropy phi = beta*m^2/3 - (1 + 2*m)/3*log(1 + 2*m)\n"
               "    - 2*(1 - m)/3*log(1 - m)\n  stationary phi in m\n"
               "  threshold fold in beta = 1 .. 4 where spinodal of "
               "informed\n"
               "  threshold equal in beta = 1 .. 4 where coexistence of "
               "uninformed, informed\nend\n");
    /* 4 log 2 */
    found("@/fractions.saddle equal",
          "2.77258872223978123766892848583 +/- 1e-28", 30);
    found("@/fractions.saddle fold",
          "2.74564357673272439688346564576 +/- 1e-28", 30);
}

/* ---- coexistence, instability ----------------------------------------------- */

static void
test_teacher(void)
{
    found("models/bayes/bayes_sign_binary.saddle alpha_it",
          "1.24468398985069027909205815743 +/- 1e-28", 30);
    found("models/bayes/phase_retrieval.saddle alpha_weak", "0.5 +/- 1e-50",
          50);
    /* the label tells exactly one bit: as many samples as weights */
    write_file("door.saddle",
               "model door\n  parameter alpha > 0\n  parameter k = 67/100\n"
               "  teacher w ~ rademacher\n"
               "  labels y = if abs(z) < k then 1 else -1\n"
               "  samples alpha\n  learner bayes\n"
               "  threshold it in alpha = 0.5 .. 3 where coexistence\n"
               "  threshold weak in alpha = 0.5 .. 3 where instability of "
               "q = 0\nend\n");
    found("@/door.saddle it", "1.00002356556278268815181613995 +/- 1e-28",
          30);
    found("@/door.saddle weak", "1.37041115639416652087525594153 +/- 1e-28",
          30);
    /* wrong labels now and then; at 1/2 they tell nothing */
    write_file("flip.saddle",
               "model flip\n  parameter alpha > 0\n"
               "  parameter eps in 0 .. 0.5\n  teacher w ~ rademacher\n"
               "  noise s ~ {+1: 1 - eps, -1: eps}\n"
               "  labels y = s*sign(z)\n  samples alpha\n  learner bayes\n"
               "  threshold it in alpha = 0.8 .. 4 where coexistence\nend\n");
    found("@/flip.saddle it eps=1/50", "1.495177105091 +/- 1e-11", 20);
    CU_ASSERT(expect(0, "solve @/flip.saddle --all alpha=1 eps=1/50 --json")
              && has(out, "recovery"));
    run("solve @/flip.saddle --all alpha=1 eps=1/2 --json");
    CU_ASSERT(strstr(out, "recovery") == NULL);
    write_file("spin.saddle",
               "model spin\n  parameter beta > 0\n  order q in 0 .. 1\n"
               "  free_entropy phi = beta^2/4*(1 - q)^2\n"
               "    + E[z](log(2*cosh(beta*sqrt(q)*z)))\n"
               "  stationary phi in q\n"
               "  threshold beta_c in beta = 0.3 .. 3 where instability of "
               "q = 0\nend\n");
    found("@/spin.saddle beta_c", "1 +/- 1e-30", 30);
}

/* ---- extrema, limits --------------------------------------------------------- */

static void
test_extrema(void)
{
    write_file("ridge.saddle",
               "model ridge\n  parameter alpha > 0\n  parameter lambda > 0\n"
               "  teacher w0 ~ normal(0, 1)\n  labels y = sign(z0)\n"
               "  samples alpha\n  learner erm\n  loss (y - z)^2/2\n"
               "  penalty lambda*w^2/2\n"
               "  threshold best in lambda = 0.01 .. 10 where extremum of "
               "generalisation_error\nend\n");
    found("@/ridge.saddle best alpha=1/2",
          "0.57079632679489661923132169163975144209858469968755 +/- 1e-49",
          45);
    found("@/ridge.saddle best alpha=5",
          "0.57079632679489661923132169163975144209858469968755 +/- 1e-49",
          45);
    none("@/ridge.saddle best alpha=2 lambda=1..10",
         "1 .. 10 the observable is monotonic");
}

/* q = 0 is a state with m = 0; a power whose exponent is a parameter; states
   that differ by symmetry coexist everywhere. */
static void
test_potentials(void)
{
    write_file("ferro.saddle",
               "model ferro\n  parameter beta > 0\n  parameter J = 0.5\n"
               "  order m in 0 .. 1\n  order q in 0 .. 1\n"
               "  free_entropy phi = beta^2*(1 - q)^2/4 - beta*J*m^2/2\n"
               "    + E[xi](log(2*cosh(beta*(J*m + sqrt(q)*xi))))\n"
               "  stationary phi in m, q\n"
               "  threshold beta_c in beta = 0.3 .. 10 where instability of "
               "q = 0\nend\n");
    found("@/ferro.saddle beta_c", "1 +/- 1e-40", 30);
    found("@/ferro.saddle beta_c J=2", "0.5 +/- 1e-40", 30);
    /* the integral of cos over a turn is 0 */
    write_file("plane.saddle",
               "model plane\n  parameter T > 0\n  order m in 0 .. 1\n"
               "  free_entropy phi = -m^2/(2*T)\n"
               "    + log(int[y in 0 .. 2*pi](exp(m*cos(y)/T)))\n"
               "  stationary phi in m\n"
               "  threshold T_c in T = 1/10 .. 2 where instability of m = 0\n"
               "end\n");
    found("@/plane.saddle T_c", "0.5 +/- 1e-40", 30);
    write_file("spins.saddle",
               "model spins\n  parameter beta > 0\n  parameter p = 3\n"
               "  order q in 0 .. 1\n"
               "  free_entropy phi = beta^2/4*(1 + (p-1)*q^p - p*q^(p-1))\n"
               "    + E[xi](log(2*cosh(beta*sqrt(p*q^(p-1)/2)*xi)))\n"
               "  stationary phi in q\n"
               "  threshold b in beta = 1 .. 5 where spinodal of informed\n"
               "end\n");
    found("@/spins.saddle b", "2.0624260968892817 +/- 1e-15", 30);
    expect(0, "certify @/spins.saddle b -o @/x.cert");
    expect(0, "verify @/x.cert");
    write_file("twins.saddle",
               "model twins\n  parameter beta > 0\n  parameter D = 0.3\n"
               "  order m in -1 .. 1\n"
               "  free_entropy phi = -beta*m^2/2\n"
               "    + log(1 + 2*exp(-beta*D)*cosh(beta*m))\n"
               "  stationary phi in m\n"
               "  threshold equal in D = 0.3 .. 0.6 where coexistence of "
               "uninformed, informed\nend\n");
    none("@/twins.saddle equal beta=5", "equal free entropy");
}

/* What cannot be proven is still told in doubles. */
static void
test_without_proof(void)
{
    json_t *answer;
    double x;

    write_file("half.saddle",
               "model half\n  parameter alpha > 0\n"
               "  teacher w ~ normal(0, 1)\n"
               "  labels y ~ {+1: 1/(1+exp(-z)), -1: 1/(1+exp(z))}\n"
               "  samples alpha\n  learner bayes\n"
               "  threshold half in alpha = 2 .. 10 where mmse == 0.5\nend\n");
    answer = ask(1, "@/half.saddle half");
    x = json_number_value(json_object_get(answer, "candidate"));
    CU_ASSERT(fabs(x - 5.35360690575) < 1e-9);
    CU_ASSERT(has(err, "in doubles, without proof: half = 5.3536"));
    json_decref(answer);
}

static void
test_limits(void)
{
    found("models/storage/spherical_perceptron.saddle alpha_c kappa=1/2",
          "0.96120505280154175653327933453661904715634218014639 +/- 1e-49",
          45);
    CU_ASSERT(expect(0, "certify models/storage/spherical_perceptron.saddle "
                        "alpha_c kappa=-1/2 alpha=0.1..20")
              && has(out, "an upper bound, not the capacity"));
}

/* ---- certificates ------------------------------------------------------------ */

static void
holds(const char *arguments, const char *const *line, int n)
{
    char command[400];

    snprintf(command, sizeof command, "certify %s -o @/x.cert", arguments);
    expect(0, command);
    read_file("x.cert");
    for (int i = 0; i < n; i++)
        CU_ASSERT(has(out, line[i]));
}

static void
test_certificates(void)
{
    static const char *const fold[]
        = { "\nstationary m\n", "\ncritical h\n", "\nclaim fold\n",
            "\nbox m.null ", "\nseal " };
    static const char *const own[] = { "\ncondition y ", "\nclaim fold\n" };
    static const char *const both[]
        = { "\nclaim coexistence\n", "\nbox m.other ", "\nzero h " };
    static const char *const equal[]
        = { "\nclaim coexistence\n", "\nother-fixed m 0\n" };
    static const char *const it[]
        = { "\nclaim coexistence\n", "\nother-value " };
    static const char *const unstable[]
        = { "\nfixed m 0\n", "\nclaim instability\n", "\nbox m.null " };
    static const char *const best[]
        = { "\nclaim extremum\n", "\nobservable ", "\nbox q.slope " };

    holds("@/magnet.saddle down", fold, 5);
    expect(0, "verify @/x.cert");
    holds("@/hopfield.saddle alpha_c", own, 2);
    CU_ASSERT(strstr(out, "potential") == NULL);
    holds("@/magnet.saddle both", both, 3);
    holds("@/potts.saddle equal", equal, 2);
    holds("models/bayes/bayes_sign_binary.saddle alpha_it", it, 2);
    holds("@/magnet.saddle beta_c", unstable, 3);
    holds("@/ridge.saddle best alpha=2", best, 3);
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "a marginal state", test_marginal },
        { "equations", test_equations },
        { "several solutions", test_several },
        { "folds", test_folds },
        { "a magnet", test_magnet },
        { "five colours", test_potts },
        { "no natural map", test_entropic },
        { "teacher and student", test_teacher },
        { "extrema", test_extrema },
        { "limits", test_limits },
        { "potentials", test_potentials },
        { "without proof", test_without_proof },
        { "an end in noise", test_noisy_end },
        { "an even constraint", test_even_constraint },
        { "certificates", test_certificates },
        { NULL, NULL }
    };
    int status;

    if (!shell_open())
        return EXIT_FAILURE;
    status = harness_run("thresholds", tests);
    shell_close();
    return status;
}
