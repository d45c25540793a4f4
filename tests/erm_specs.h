/* tests/erm_specs.h -- specs of minimisers, with values that a program of
 * another kind confirms to ten digits: averages over (z0, noise, omega) and
 * (w0, xi) by panels between kinks, proximal maps by bisection of the
 * subgradient, derivatives by Stein's lemma.
 */
#ifndef SADDLE_ERM_SPECS_H
#define SADDLE_ERM_SPECS_H

#include <stddef.h>

typedef struct
{
    const char *name;
    double value;
} erm_value_t;

typedef struct
{
    const char *name, *text, *at;
    int one_dimensional;   /* the averages are                             */
    int atoms;             /* the labels are finite                        */
    int quick;             /* solved in every run of the tests             */
    erm_value_t value[16];
} erm_spec_t;

static const erm_spec_t erm_specs[] = {
    /* without a teacher */
    { "gardner_derrida",
      "model gardner_derrida\n"
      "  parameter alpha > 0\n"
      "  weights w ~ sphere\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss max(0, 1/2 - z)\n"
      "  observable err = train(if z < 0 then 1 else 0)\n"
      "end\n",
      "alpha=4", 1, 1, 1,
      { { "V", 0.69771209590150848556 }, { "q", 1 },
        { "free_entropy", -1.231433091646511459 },
        { "err", 0.24267863103169 }, { NULL, 0 } } },
    { "largest_margin",
      "model largest_margin\n"
      "  parameter alpha > 0\n"
      "  weights w ~ normal(0, 1)\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  require z >= 1\n"
      "  penalty w^2/2\n"
      "  observable kappa = 1/sqrt(q)\n"
      "end\n",
      "alpha=1", 1, 1, 0,
      { { "kappa", 0.47065535261832459512 }, { NULL, 0 } } },
    { "own_logistic",
      "model own_logistic\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  weights w ~ laplace(1)\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss log(1 + exp(-z))\n"
      "  penalty lambda*w^2/2\n"
      "end\n",
      "alpha=3 lambda=0.1", 1, 1, 1,
      { { "q", 1.894009837652973193 }, { "V", 1.947155102356910663 },
        { "q_hat", 0.4995524996439062509 }, { "V_hat", 0.413569770990283173 },
        { "free_entropy", -1.609967709697332270 }, { NULL, 0 } } },
    { "sqhinge",
      "model sqhinge\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  teacher w0 ~ {-1: 1/4, 0: 1/2, 1: 1/4}\n"
      "  labels y = sign(z0)\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss max(0, 1 - y*z)^2/2\n"
      "  penalty lambda/2*w^2\n"
      "  observable t0 = test(abs(z)*y*z0)\n"
      "  observable tr0 = train((1 - y*z)^2)\n"
      "end\n",
      "alpha=1.5 lambda=0.3", 1, 1, 0,
      { { "m", 0.4654587554731 }, { "q", 0.6923963875576 },
        { "V", 1.209470484263 }, { "q_hat", 0.1771187738361 },
        { "m_hat", 0.769690143793 }, { "V_hat", 0.526808105705 },
        { "free_entropy", -0.1924188450517 },
        { "training_loss", 0.05903959127871 },
        { "training_error", 0.001717676987903 },
        { "generalisation_error", 0.2095206606765 },
        { "t0", 0.4995479714751 }, { "tr0", 0.1836134353936 },
        { NULL, 0 } } },
    { "pinball",
      "model pinball\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  parameter tau in 0.05 .. 0.95 default 0.3\n"
      "  teacher w0 ~ mix(1/3: normal(0, 1), 2/3: delta(0))\n"
      "  noise xi ~ normal(0, 1/4)\n"
      "  labels y = z0 + xi\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss max(tau*(y - z), (tau - 1)*(y - z))\n"
      "  penalty lambda/2*w^2\n"
      "end\n",
      "alpha=2 lambda=0.2", 1, 0, 0,
      { { "m", 0.280124211439 }, { "q", 0.4703709543181 },
        { "V", 0.7981368284145 }, { "q_hat", 0.3688445397979 },
        { "m_hat", 1.052918001524 }, { "V_hat", 1.052918001524 },
        { "free_entropy", -0.2722172472371 },
        { "training_loss", 0.1125900759026 },
        { "training_error", 0.1962501761821 },
        { "generalisation_error", 0.4934558647733 }, { NULL, 0 } } },
    { "huber",
      "model huber\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  parameter delta > 0 default 0.7\n"
      "  teacher w0 ~ laplace(1)\n"
      "  noise xi ~ mix(9/10: normal(0, 1/10), 1/10: normal(0, 5))\n"
      "  labels y = z0 + xi\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss if abs(y - z) <= delta then (y - z)^2/2 else "
      "delta*abs(y - z) - delta^2/2\n"
      "  penalty lambda/2*w^2\n"
      "end\n",
      "alpha=1.5 lambda=0.5", 0, 0, 1,
      { { "m", 1.158801773484 }, { "q", 0.8563857638465 },
        { "V", 0.8411982265164 }, { "q_hat", 0.2614064581168 },
        { "m_hat", 0.6887804425613 }, { "V_hat", 0.6887804425614 },
        { "free_entropy", -0.4695680486772 },
        { "training_loss", 0.1703144051437 },
        { "training_error", 0.5723327739651 },
        { "generalisation_error", 1.128782216879 }, { NULL, 0 } } },
    { "hinge_en",
      "model hinge_en\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  parameter kappa = 1/2\n"
      "  parameter mu > 0 default 0.3\n"
      "  teacher w0 ~ mix(1/5: normal(0, 1), 4/5: delta(0))\n"
      "  noise s ~ {+1: 9/10, -1: 1/10}\n"
      "  labels y = s*sign(z0)\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss max(0, kappa - y*z)\n"
      "  penalty lambda*abs(w) + mu/2*w^2\n"
      "end\n",
      "alpha=2 lambda=0.2", 1, 1, 1,
      { { "m", 0.226104815438 }, { "q", 0.4716023778902 },
        { "V", 0.5238712744094 }, { "q_hat", 0.7699896314848 },
        { "m_hat", 1.96017213977 }, { "V_hat", 1.305214378142 },
        { "free_entropy", -0.3720287702517 },
        { "training_loss", 0.1058657609531 },
        { "training_error", 0.07842576218901 },
        { "generalisation_error", 0.2892875918107 }, { NULL, 0 } } },
    { "asym",
      "model asym\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  teacher w0 ~ uniform(-1, 2)\n"
      "  labels y = sign(z0)\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss log(1 + exp(-y*z))\n"
      "  penalty lambda*max(w, -2*w)\n"
      "end\n",
      "alpha=1.5 lambda=0.2", 0, 0, 1,
      { { "m", 1.677113349788 }, { "q", 5.510549886598 },
        { "V", 5.254903102112 }, { "q_hat", 0.0604898919985 },
        { "m_hat", 0.2964453665547 }, { "V_hat", 0.09662505288677 },
        { "free_entropy", -0.5559161233319 },
        { "training_loss", 0.1822215298123 },
        { "training_error", 0.01635968773145 },
        { "generalisation_error", 0.2466821437929 }, { NULL, 0 } } },
    { "w4",
      "model w4\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  teacher w0 ~ normal(1/2, 1)\n"
      "  labels y = if abs(z0) <= 1 then 1 else -1\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss (y - z)^2/2\n"
      "  penalty lambda*w^4\n"
      "end\n",
      "alpha=1.5 lambda=0.2", 0, 0, 1,
      { { "q", 0.3485797414112 }, { "V", 0.6879680076748 },
        { "q_hat", 0.7099691340815 }, { "V_hat", 0.8886424346788 },
        { "free_entropy", -0.3996528921901 },
        { "training_loss", 0.2366563780272 },
        { "training_error", 0.1219599593122 },
        { "generalisation_error", 0.5 }, { NULL, 0 } } },
    { "quant",
      "model quant\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  teacher w0 ~ normal(0, 1)\n"
      "  labels y = if z0 < -1/2 then -1 else if z0 > 1/2 then 1 "
      "else 0\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss abs(y - z)\n"
      "  penalty lambda/2*w^2\n"
      "  predict if z < -1/2 then -1 else if z > 1/2 then 1 else 0\n"
      "  observable t0 = test((y - z)^2)\n"
      "end\n",
      "alpha=1.5 lambda=0.3", 1, 1, 1,
      { { "m", 0.6147721511707 }, { "q", 0.564361728802 },
        { "V", 0.4547413754921 }, { "q_hat", 0.9014806549527 },
        { "m_hat", 1.351916021509 }, { "V_hat", 1.899052151166 },
        { "free_entropy", -0.2846673485589 },
        { "training_loss", 0.1333420594924 },
        { "training_error", 0.07974241114391 },
        { "generalisation_error", 0.3338342276781 },
        { "t0", 0.315676973104 }, { NULL, 0 } } },
    { "biased",
      "model biased\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  teacher w0 ~ normal(1/3, 1/2)\n"
      "  labels y = sign(z0 - 1/2)\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss (if y > 0 then 2 else 1)*log(1 + exp(-y*z))\n"
      "  penalty lambda/2*w^2\n"
      "end\n",
      "alpha=2 lambda=0.3", 1, 1, 0,
      { { "m", 0.7636532963302 }, { "q", 1.633889684351 },
        { "V", 1.663961323906 }, { "q_hat", 0.2454584994888 },
        { "m_hat", 0.7509876984223 }, { "V_hat", 0.300975506842 },
        { "free_entropy", -1.022737075593 },
        { "training_loss", 0.3888268114699 },
        { "training_error", 0.08816185322859 },
        { "generalisation_error", 0.2898382823586 }, { NULL, 0 } } },
    { "epsins",
      "model epsins\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  parameter eps >= 0 default 1/4\n"
      "  teacher w0 ~ rademacher\n"
      "  noise xi ~ normal(0, 1/2)\n"
      "  labels y = z0 + xi\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss max(0, abs(y - z) - eps)\n"
      "  penalty lambda/2*w^2\n"
      "end\n",
      "alpha=1.2 lambda=0.4", 0, 0, 0,
      { { "m", 0.649849813088 }, { "q", 0.8040511143418 },
        { "V", 0.87537546728 }, { "q_hat", 0.4981798225632 },
        { "m_hat", 0.7423669469596 }, { "V_hat", 0.7423669469596 },
        { "free_entropy", -0.3185078262417 },
        { "training_loss", 0.1314146694778 },
        { "training_error", 0.2346773890432 },
        { "generalisation_error", 1.004351488166 }, { NULL, 0 } } },
    { "relu_sq",
      "model relu_sq\n"
      "  parameter alpha > 0\n"
      "  parameter lambda > 0\n"
      "  teacher w0 ~ normal(0, 1)\n"
      "  labels y = max(z0, 0)\n"
      "  samples alpha\n"
      "  learner erm\n"
      "  loss (y - z)^2/2\n"
      "  penalty lambda/2*w^2\n"
      "end\n",
      "alpha=1.2 lambda=0.4", 0, 0, 0,
      { { "m", 0.3 }, { "q", 0.2142857142857 }, { "V", 1 },
        { "q_hat", 0.1242857142857 }, { "m_hat", 0.3 }, { "V_hat", 0.6 },
        { "free_entropy", -0.105 }, { "training_loss", 0.05178571428571 },
        { "training_error", 0.1035714285714 },
        { "generalisation_error", 0.4142857142857 }, { NULL, 0 } } },
    { NULL, NULL, NULL, 0, 0, 0, { { NULL, 0 } } }
};

#endif
