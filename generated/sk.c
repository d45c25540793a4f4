/*
 * Written by saddle 0.1.0 for ABI 5.  Do not edit.
 * Spec sk.saddle, SHA-256
 * 482273c41ae8d126e61768a430117448af7bbece31a846f9026d83e846e4cf56
 */
#include "model.h"

#include <math.h>
#include <stddef.h>

/*
 * In the code x_NAME is an order parameter, p_NAME a parameter, t_NAME a
 *     variable of integration, mean_K the K-th integral of the section.
 * free entropy: beta^2*(1 - q)^2/4 + log(2) +
 *     E[z](log(cosh(beta*(h + sqrt(q)*z))))
 * q = E[z](tanh(beta*(h + sqrt(q)*z))^2)
 */

/* ---- saddle point: the equations ----------------------------------------- */

static void
whole_line(const double *env, double *end)
{
    (void) env;

    end[0] = -INFINITY;
    end[1] = INFINITY;
}

/* [0]  E[z](tanh(beta*(h + sqrt(q)*z))^2) */
static void
mean_1_of_z_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double p_h = env[2];
    const double sqrt_q = sqrt(x_q);
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_z = t[i];
        const double tanh_field = tanh(p_beta * (p_h + sqrt_q * t_z));

        out[i] = tanh_field * tanh_field;
    }
}

static void
sys_saddle_point_residual_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double mean_0 = integral[0];
    const double c = 0.5 * p_beta * p_beta;

    /* d phi/d q = beta^2*q/2 - beta^2*E[z](tanh(beta*(h + sqrt(q)*z))^2)/2 */
    out[0] = c * x_q - c * mean_0;
}

/* ---- saddle point: the equations and their derivatives ------------------- */

/*
 * [0]  E[z](tanh(beta*(h + sqrt(q)*z))^2)
 * [1]  E[z](beta^2*(1 - tanh(beta*(h + sqrt(q)*z))^2)^2 -
 *     2*beta^2*(1 - tanh(beta*(h + sqrt(q)*z))^2)*tanh(beta*(h + sqrt(q)*z))^2)
 */
static void
mean_2_of_z_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double p_h = env[2];
    const double sqrt_q = sqrt(x_q);
    const double beta_squared = p_beta * p_beta;
    const double c = 2.0 * beta_squared;
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_z = t[i];
        const double tanh_field = tanh(p_beta * (p_h + sqrt_q * t_z));
        const double tanh_field_squared = tanh_field * tanh_field;
        const double one_minus_tanh_field_squared = 1.0 - tanh_field_squared;
        const double f = beta_squared * one_minus_tanh_field_squared
            * one_minus_tanh_field_squared;

        out[i] = tanh_field_squared;
        out[n + i] = f - c * one_minus_tanh_field_squared * tanh_field_squared;
    }
}

static void
sys_saddle_point_jacobian_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double mean_0 = integral[0];
    const double mean_1 = integral[1];
    const double c = 0.5 * p_beta * p_beta;

    /* d phi/d q, as above */
    out[0] = c * x_q - c * mean_0;

    /*
     * d out[0]/d q = beta^2/2 - beta^2*E[z](beta^2*(1 -
     *     tanh(beta*(h + sqrt(q)*z))^2)^2 - 2*beta^2*(1 -
     *     tanh(beta*(h + sqrt(q)*z))^2)*tanh(beta*(h + sqrt(q)*z))^2)/2
     */
    out[1] = c - c * mean_1;
}

/* ---- saddle point: new overlaps ------------------------------------------ */

static void
sys_saddle_point_overlap_map_assemble(const double *env, const double *integral,
    double *out)
{
    const double mean_0 = integral[0];
    (void) env;

    /* q = E[z](tanh(beta*(h + sqrt(q)*z))^2) */
    out[0] = mean_0;
}

/* ---- saddle point: what can be read there -------------------------------- */

/*
 * [0]  E[z](log(cosh(beta*(h + sqrt(q)*z))))
 * [1]  E[z](sech(beta*(h + sqrt(q)*z))^4)
 */
static void
mean_3_of_z_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double p_h = env[2];
    const double sqrt_q = sqrt(x_q);
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_z = t[i];
        const double log_cosh_field = saddle_log_cosh(p_beta * (p_h + sqrt_q
            * t_z));

        out[i] = log_cosh_field;
        out[n + i] = exp(-(4.0 * log_cosh_field));
    }
}

static void
sys_saddle_point_values_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double mean_0 = integral[0];
    const double mean_1 = integral[1];
    const double beta_squared = p_beta * p_beta;
    const double one_minus_q = 1.0 - x_q;

    /*
     * free_entropy = beta^2*(1 - q)^2/4 + log(2) +
     *     E[z](log(cosh(beta*(h + sqrt(q)*z))))
     */
    out[0] = 0.25 * beta_squared * one_minus_q * one_minus_q + log(2.0)
        + mean_0;

    /* replicon = beta^2*E[z](sech(beta*(h + sqrt(q)*z))^4) */
    out[1] = beta_squared * mean_1;
}

/* ---- the state q = 0: what can be read there ----------------------------- */

static void
sys_saddle_point_at_0_values_assemble(const double *env, const double *integral,
    double *out)
{
    const double p_beta = env[1];
    const double beta_squared = p_beta * p_beta;
    (void) integral;

    /* free_entropy = beta^2/4 + log(2) */
    out[0] = 0.25 * beta_squared + log(2.0);

    /* replicon = beta^2 */
    out[1] = beta_squared;
}

/* ---- h_at: the equations ------------------------------------------------- */

/* [0]  E[z](sech(beta*(h + sqrt(q)*z))^4) */
static void
mean_4_of_z_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double p_h = env[2];
    const double sqrt_q = sqrt(x_q);
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_z = t[i];

        out[i] = exp(-(4.0 * saddle_log_cosh(p_beta * (p_h + sqrt_q * t_z))));
    }
}

static void
sys_h_at_residual_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double mean_0 = integral[0];
    const double mean_1 = integral[1];
    const double beta_squared = p_beta * p_beta;
    const double c = 0.5 * beta_squared;

    /* d phi/d q = beta^2*q/2 - beta^2*E[z](tanh(beta*(h + sqrt(q)*z))^2)/2 */
    out[0] = c * x_q - c * mean_0;

    /*
     * left - right of the condition = -1 +
     *     beta^2*E[z](sech(beta*(h + sqrt(q)*z))^4)
     */
    out[1] = beta_squared * mean_1 - 1.0;
}

/* ---- h_at: the equations and their derivatives --------------------------- */

/*
 * [0]  E[z](tanh(beta*(h + sqrt(q)*z))^2)
 * [1]  E[z](sech(beta*(h + sqrt(q)*z))^4)
 * [2]  E[z](beta^2*(1 - tanh(beta*(h + sqrt(q)*z))^2)^2 -
 *     2*beta^2*(1 - tanh(beta*(h + sqrt(q)*z))^2)*tanh(beta*(h + sqrt(q)*z))^2)
 * [3]  E[z]((1 - tanh(beta*(h + sqrt(q)*z))^2)*tanh(beta*(h + sqrt(q)*z)))
 * [4]  E[z](10*beta^2*sech(beta*(h + sqrt(q)*z))^4*tanh(beta*(h +
 *     sqrt(q)*z))^2 - 2*beta^2*sech(beta*(h + sqrt(q)*z))^4)
 * [5]  E[z](sech(beta*(h + sqrt(q)*z))^4*tanh(beta*(h + sqrt(q)*z)))
 */
static void
mean_5_of_z_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double p_h = env[2];
    const double sqrt_q = sqrt(x_q);
    const double beta_squared = p_beta * p_beta;
    const double c = 2.0 * beta_squared;
    const double c_2 = 10.0 * beta_squared;
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_z = t[i];
        const double field = p_beta * (p_h + sqrt_q * t_z);
        const double tanh_field = tanh(field);
        const double tanh_field_squared = tanh_field * tanh_field;
        const double exp_L = exp(-(4.0 * saddle_log_cosh(field)));
        const double one_minus_tanh_field_squared = 1.0 - tanh_field_squared;
        const double f = beta_squared * one_minus_tanh_field_squared
            * one_minus_tanh_field_squared;

        out[i] = tanh_field_squared;
        out[n + i] = exp_L;
        out[2 * n + i] = f - c * one_minus_tanh_field_squared
            * tanh_field_squared;
        out[3 * n + i] = one_minus_tanh_field_squared * tanh_field;
        out[4 * n + i] = c_2 * tanh_field_squared * exp_L - c * exp_L;
        out[5 * n + i] = tanh_field * exp_L;
    }
}

static void
sys_h_at_jacobian_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double p_beta = env[1];
    const double mean_0 = integral[0];
    const double mean_1 = integral[1];
    const double mean_2 = integral[2];
    const double mean_3 = integral[3];
    const double mean_4 = integral[4];
    const double mean_5 = integral[5];
    const double beta_squared = p_beta * p_beta;
    const double c = 0.5 * beta_squared;
    const double beta_to_3 = p_beta * p_beta * p_beta;

    /* d phi/d q, as above */
    out[0] = c * x_q - c * mean_0;

    /* left - right of the condition, as above */
    out[1] = beta_squared * mean_1 - 1.0;

    /*
     * d out[0]/d q = beta^2/2 - beta^2*E[z](beta^2*(1 -
     *     tanh(beta*(h + sqrt(q)*z))^2)^2 - 2*beta^2*(1 -
     *     tanh(beta*(h + sqrt(q)*z))^2)*tanh(beta*(h + sqrt(q)*z))^2)/2
     */
    out[2] = c - c * mean_2;

    /*
     * d out[0]/d h = -beta^3*E[z]((1 - tanh(beta*(h +
     *     sqrt(q)*z))^2)*tanh(beta*(h + sqrt(q)*z)))
     */
    out[3] = -(beta_to_3 * mean_3);

    /*
     * d out[1]/d q = beta^2*E[z](10*beta^2*sech(beta*(h +
     *     sqrt(q)*z))^4*tanh(beta*(h + sqrt(q)*z))^2 -
     *     2*beta^2*sech(beta*(h + sqrt(q)*z))^4)
     */
    out[4] = beta_squared * mean_4;

    /*
     * d out[1]/d h = -4*beta^3*E[z](sech(beta*(h + sqrt(q)*z))^4*tanh(beta*(h
     *     + sqrt(q)*z)))
     */
    out[5] = -(4.0 * beta_to_3 * mean_5);
}

/* ---- h_at: the range that is searched ------------------------------------ */

static void
sys_h_at_range_assemble(const double *env, const double *integral, double *out)
{
    (void) env;
    (void) integral;

    /* from = 1/1000 */
    out[0] = 1.0 / 1000.0;

    /* to = 3 */
    out[1] = 3.0;
}

/* ---- where the order parameters live ------------------------------------- */

static void
order_domain_assemble(const double *env, const double *integral, double *out)
{
    (void) env;
    (void) integral;

    out[0] = 0.0;
    out[1] = 1.0;
}

/* ---- where the parameters live ------------------------------------------- */

static void
parameter_domain_assemble(const double *env, const double *integral,
    double *out)
{
    (void) env;
    (void) integral;

    out[0] = 0.0;
    out[1] = 0.0;
    out[2] = 0.0;
    out[3] = 0.0;
}

/* registers of mean_1_of_z */
enum
{
    G1_X_Q, G1_P_BETA, G1_P_H, G1_T_Z, G1_SQRT_Q, G1_F, G1_F_2, G1_FIELD,
    G1_TANH_FIELD, G1_TANH_FIELD_SQUARED, G1_COUNT
};

static void
mean_1_of_z_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->sqrt(m, G1_SQRT_Q, G1_X_Q);
}

static void
mean_1_of_z_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G1_F, G1_SQRT_Q, G1_T_Z);
    op->add(m, G1_F_2, G1_P_H, G1_F);
    op->mul(m, G1_FIELD, G1_P_BETA, G1_F_2);
    op->function(m, G1_TANH_FIELD, SADDLE_TANH, G1_FIELD);
    op->power(m, G1_TANH_FIELD_SQUARED, G1_TANH_FIELD, 2);
}

/* registers of sys_saddle_point_residual */
enum
{
    A1_X_Q, A1_P_BETA, A1_P_H, A1_MEAN_0, A1_HALF, A1_BETA_SQUARED, A1_C,
    A1_C_2, A1_C_3, A1_C_4, A1_COUNT
};

static void
sys_saddle_point_residual_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A1_HALF, "1/2");
    op->power(m, A1_BETA_SQUARED, A1_P_BETA, 2);
    op->mul(m, A1_C, A1_HALF, A1_BETA_SQUARED);
    op->mul(m, A1_C_2, A1_C, A1_X_Q);
    op->mul(m, A1_C_3, A1_C, A1_MEAN_0);
    op->sub(m, A1_C_4, A1_C_2, A1_C_3);
}

/* registers of mean_2_of_z */
enum
{
    G2_X_Q, G2_P_BETA, G2_P_H, G2_T_Z, G2_SQRT_Q, G2_F, G2_F_2, G2_FIELD,
    G2_TANH_FIELD, G2_TANH_FIELD_SQUARED, G2_TWO, G2_BETA_SQUARED, G2_ONE,
    G2_ONE_MINUS_TANH_FIELD_SQUARED, G2_C, G2_F_3, G2_F_4, G2_F_5, G2_F_6,
    G2_F_7, G2_COUNT
};

static void
mean_2_of_z_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->sqrt(m, G2_SQRT_Q, G2_X_Q);
    op->rational(m, G2_TWO, "2");
    op->power(m, G2_BETA_SQUARED, G2_P_BETA, 2);
    op->rational(m, G2_ONE, "1");
    op->mul(m, G2_C, G2_TWO, G2_BETA_SQUARED);
}

static void
mean_2_of_z_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G2_F, G2_SQRT_Q, G2_T_Z);
    op->add(m, G2_F_2, G2_P_H, G2_F);
    op->mul(m, G2_FIELD, G2_P_BETA, G2_F_2);
    op->function(m, G2_TANH_FIELD, SADDLE_TANH, G2_FIELD);
    op->power(m, G2_TANH_FIELD_SQUARED, G2_TANH_FIELD, 2);
    op->sub(m, G2_ONE_MINUS_TANH_FIELD_SQUARED, G2_ONE, G2_TANH_FIELD_SQUARED);
    op->mul(m, G2_F_3, G2_C, G2_ONE_MINUS_TANH_FIELD_SQUARED);
    op->mul(m, G2_F_4, G2_F_3, G2_TANH_FIELD_SQUARED);
    op->power(m, G2_F_5, G2_ONE_MINUS_TANH_FIELD_SQUARED, 2);
    op->mul(m, G2_F_6, G2_BETA_SQUARED, G2_F_5);
    op->sub(m, G2_F_7, G2_F_6, G2_F_4);
}

/* registers of sys_saddle_point_jacobian */
enum
{
    A2_X_Q, A2_P_BETA, A2_P_H, A2_MEAN_0, A2_MEAN_1, A2_HALF, A2_BETA_SQUARED,
    A2_C, A2_C_2, A2_C_3, A2_C_4, A2_C_5, A2_C_6, A2_COUNT
};

static void
sys_saddle_point_jacobian_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A2_HALF, "1/2");
    op->power(m, A2_BETA_SQUARED, A2_P_BETA, 2);
    op->mul(m, A2_C, A2_HALF, A2_BETA_SQUARED);
    op->mul(m, A2_C_2, A2_C, A2_X_Q);
    op->mul(m, A2_C_3, A2_C, A2_MEAN_0);
    op->sub(m, A2_C_4, A2_C_2, A2_C_3);
    op->mul(m, A2_C_5, A2_C, A2_MEAN_1);
    op->sub(m, A2_C_6, A2_C, A2_C_5);
}

/* registers of sys_saddle_point_overlap_map */
enum
{
    A3_X_Q, A3_P_BETA, A3_P_H, A3_MEAN_0, A3_COUNT
};

static void
sys_saddle_point_overlap_map_ball_assemble(saddle_machine_t *m)
{
    (void) m;
}

/* registers of mean_3_of_z */
enum
{
    G3_X_Q, G3_P_BETA, G3_P_H, G3_T_Z, G3_SQRT_Q, G3_F, G3_F_2, G3_FIELD,
    G3_COSH_FIELD, G3_LOG_COSH_FIELD, G3_COSH_FIELD_TO_4, G3_ONE,
    G3_INVERSE_COSH_FIELD_TO_4, G3_COUNT
};

static void
mean_3_of_z_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->sqrt(m, G3_SQRT_Q, G3_X_Q);
    op->rational(m, G3_ONE, "1");
}

static void
mean_3_of_z_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G3_F, G3_SQRT_Q, G3_T_Z);
    op->add(m, G3_F_2, G3_P_H, G3_F);
    op->mul(m, G3_FIELD, G3_P_BETA, G3_F_2);
    op->function(m, G3_COSH_FIELD, SADDLE_COSH, G3_FIELD);
    op->function(m, G3_LOG_COSH_FIELD, SADDLE_LOG, G3_COSH_FIELD);
    op->power(m, G3_COSH_FIELD_TO_4, G3_COSH_FIELD, 4);
    op->div(m, G3_INVERSE_COSH_FIELD_TO_4, G3_ONE, G3_COSH_FIELD_TO_4);
}

/* registers of sys_saddle_point_values */
enum
{
    A4_X_Q, A4_P_BETA, A4_P_H, A4_MEAN_0, A4_MEAN_1, A4_RATIO_1_4,
    A4_BETA_SQUARED, A4_ONE, A4_ONE_MINUS_Q, A4_ONE_MINUS_Q_SQUARED, A4_C,
    A4_C_2, A4_TWO, A4_LOG_C, A4_C_3, A4_C_4, A4_C_5, A4_COUNT
};

static void
sys_saddle_point_values_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A4_RATIO_1_4, "1/4");
    op->power(m, A4_BETA_SQUARED, A4_P_BETA, 2);
    op->rational(m, A4_ONE, "1");
    op->sub(m, A4_ONE_MINUS_Q, A4_ONE, A4_X_Q);
    op->power(m, A4_ONE_MINUS_Q_SQUARED, A4_ONE_MINUS_Q, 2);
    op->mul(m, A4_C, A4_RATIO_1_4, A4_BETA_SQUARED);
    op->mul(m, A4_C_2, A4_C, A4_ONE_MINUS_Q_SQUARED);
    op->rational(m, A4_TWO, "2");
    op->function(m, A4_LOG_C, SADDLE_LOG, A4_TWO);
    op->add(m, A4_C_3, A4_C_2, A4_LOG_C);
    op->add(m, A4_C_4, A4_C_3, A4_MEAN_0);
    op->mul(m, A4_C_5, A4_BETA_SQUARED, A4_MEAN_1);
}

/* registers of sys_saddle_point_at_0_values */
enum
{
    A5_X_Q, A5_P_BETA, A5_P_H, A5_RATIO_1_4, A5_BETA_SQUARED, A5_C, A5_TWO,
    A5_LOG_C, A5_C_2, A5_COUNT
};

static void
sys_saddle_point_at_0_values_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A5_RATIO_1_4, "1/4");
    op->power(m, A5_BETA_SQUARED, A5_P_BETA, 2);
    op->mul(m, A5_C, A5_RATIO_1_4, A5_BETA_SQUARED);
    op->rational(m, A5_TWO, "2");
    op->function(m, A5_LOG_C, SADDLE_LOG, A5_TWO);
    op->add(m, A5_C_2, A5_C, A5_LOG_C);
}

/* registers of mean_4_of_z */
enum
{
    G4_X_Q, G4_P_BETA, G4_P_H, G4_T_Z, G4_SQRT_Q, G4_F, G4_F_2, G4_FIELD,
    G4_COSH_FIELD, G4_COSH_FIELD_TO_4, G4_ONE, G4_INVERSE_COSH_FIELD_TO_4,
    G4_COUNT
};

static void
mean_4_of_z_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->sqrt(m, G4_SQRT_Q, G4_X_Q);
    op->rational(m, G4_ONE, "1");
}

static void
mean_4_of_z_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G4_F, G4_SQRT_Q, G4_T_Z);
    op->add(m, G4_F_2, G4_P_H, G4_F);
    op->mul(m, G4_FIELD, G4_P_BETA, G4_F_2);
    op->function(m, G4_COSH_FIELD, SADDLE_COSH, G4_FIELD);
    op->power(m, G4_COSH_FIELD_TO_4, G4_COSH_FIELD, 4);
    op->div(m, G4_INVERSE_COSH_FIELD_TO_4, G4_ONE, G4_COSH_FIELD_TO_4);
}

/* registers of sys_h_at_residual */
enum
{
    A6_X_Q, A6_P_BETA, A6_P_H, A6_MEAN_0, A6_MEAN_1, A6_HALF, A6_BETA_SQUARED,
    A6_C, A6_C_2, A6_C_3, A6_C_4, A6_ONE, A6_C_5, A6_C_6, A6_COUNT
};

static void
sys_h_at_residual_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A6_HALF, "1/2");
    op->power(m, A6_BETA_SQUARED, A6_P_BETA, 2);
    op->mul(m, A6_C, A6_HALF, A6_BETA_SQUARED);
    op->mul(m, A6_C_2, A6_C, A6_X_Q);
    op->mul(m, A6_C_3, A6_C, A6_MEAN_0);
    op->sub(m, A6_C_4, A6_C_2, A6_C_3);
    op->rational(m, A6_ONE, "1");
    op->mul(m, A6_C_5, A6_BETA_SQUARED, A6_MEAN_1);
    op->sub(m, A6_C_6, A6_C_5, A6_ONE);
}

/* registers of mean_5_of_z */
enum
{
    G5_X_Q, G5_P_BETA, G5_P_H, G5_T_Z, G5_SQRT_Q, G5_F, G5_F_2, G5_FIELD,
    G5_TANH_FIELD, G5_TANH_FIELD_SQUARED, G5_COSH_FIELD, G5_COSH_FIELD_TO_4,
    G5_ONE, G5_INVERSE_COSH_FIELD_TO_4, G5_TWO, G5_BETA_SQUARED,
    G5_ONE_MINUS_TANH_FIELD_SQUARED, G5_C, G5_F_3, G5_F_4, G5_F_5, G5_F_6,
    G5_F_7, G5_F_8, G5_F_9, G5_NUMBER_10, G5_C_2, G5_F_10, G5_F_11, G5_F_12,
    G5_F_13, G5_COUNT
};

static void
mean_5_of_z_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->sqrt(m, G5_SQRT_Q, G5_X_Q);
    op->rational(m, G5_ONE, "1");
    op->rational(m, G5_TWO, "2");
    op->power(m, G5_BETA_SQUARED, G5_P_BETA, 2);
    op->mul(m, G5_C, G5_TWO, G5_BETA_SQUARED);
    op->rational(m, G5_NUMBER_10, "10");
    op->mul(m, G5_C_2, G5_NUMBER_10, G5_BETA_SQUARED);
}

static void
mean_5_of_z_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G5_F, G5_SQRT_Q, G5_T_Z);
    op->add(m, G5_F_2, G5_P_H, G5_F);
    op->mul(m, G5_FIELD, G5_P_BETA, G5_F_2);
    op->function(m, G5_TANH_FIELD, SADDLE_TANH, G5_FIELD);
    op->power(m, G5_TANH_FIELD_SQUARED, G5_TANH_FIELD, 2);
    op->function(m, G5_COSH_FIELD, SADDLE_COSH, G5_FIELD);
    op->power(m, G5_COSH_FIELD_TO_4, G5_COSH_FIELD, 4);
    op->div(m, G5_INVERSE_COSH_FIELD_TO_4, G5_ONE, G5_COSH_FIELD_TO_4);
    op->sub(m, G5_ONE_MINUS_TANH_FIELD_SQUARED, G5_ONE, G5_TANH_FIELD_SQUARED);
    op->mul(m, G5_F_3, G5_C, G5_ONE_MINUS_TANH_FIELD_SQUARED);
    op->mul(m, G5_F_4, G5_F_3, G5_TANH_FIELD_SQUARED);
    op->power(m, G5_F_5, G5_ONE_MINUS_TANH_FIELD_SQUARED, 2);
    op->mul(m, G5_F_6, G5_BETA_SQUARED, G5_F_5);
    op->sub(m, G5_F_7, G5_F_6, G5_F_4);
    op->mul(m, G5_F_8, G5_ONE_MINUS_TANH_FIELD_SQUARED, G5_TANH_FIELD);
    op->div(m, G5_F_9, G5_C, G5_COSH_FIELD_TO_4);
    op->mul(m, G5_F_10, G5_C_2, G5_TANH_FIELD_SQUARED);
    op->div(m, G5_F_11, G5_F_10, G5_COSH_FIELD_TO_4);
    op->sub(m, G5_F_12, G5_F_11, G5_F_9);
    op->div(m, G5_F_13, G5_TANH_FIELD, G5_COSH_FIELD_TO_4);
}

/* registers of sys_h_at_jacobian */
enum
{
    A7_X_Q, A7_P_BETA, A7_P_H, A7_MEAN_0, A7_MEAN_1, A7_MEAN_2, A7_MEAN_3,
    A7_MEAN_4, A7_MEAN_5, A7_HALF, A7_BETA_SQUARED, A7_C, A7_C_2, A7_C_3,
    A7_C_4, A7_ONE, A7_C_5, A7_C_6, A7_C_7, A7_C_8, A7_BETA_TO_3, A7_C_9,
    A7_MINUS_C_9, A7_C_10, A7_FOUR, A7_C_11, A7_C_12, A7_MINUS_C_12, A7_COUNT
};

static void
sys_h_at_jacobian_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A7_HALF, "1/2");
    op->power(m, A7_BETA_SQUARED, A7_P_BETA, 2);
    op->mul(m, A7_C, A7_HALF, A7_BETA_SQUARED);
    op->mul(m, A7_C_2, A7_C, A7_X_Q);
    op->mul(m, A7_C_3, A7_C, A7_MEAN_0);
    op->sub(m, A7_C_4, A7_C_2, A7_C_3);
    op->rational(m, A7_ONE, "1");
    op->mul(m, A7_C_5, A7_BETA_SQUARED, A7_MEAN_1);
    op->sub(m, A7_C_6, A7_C_5, A7_ONE);
    op->mul(m, A7_C_7, A7_C, A7_MEAN_2);
    op->sub(m, A7_C_8, A7_C, A7_C_7);
    op->power(m, A7_BETA_TO_3, A7_P_BETA, 3);
    op->mul(m, A7_C_9, A7_BETA_TO_3, A7_MEAN_3);
    op->neg(m, A7_MINUS_C_9, A7_C_9);
    op->mul(m, A7_C_10, A7_BETA_SQUARED, A7_MEAN_4);
    op->rational(m, A7_FOUR, "4");
    op->mul(m, A7_C_11, A7_FOUR, A7_BETA_TO_3);
    op->mul(m, A7_C_12, A7_C_11, A7_MEAN_5);
    op->neg(m, A7_MINUS_C_12, A7_C_12);
}

/* registers of sys_h_at_range */
enum
{
    A8_X_Q, A8_P_BETA, A8_P_H, A8_RATIO_1_1000, A8_THREE, A8_COUNT
};

static void
sys_h_at_range_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A8_RATIO_1_1000, "1/1000");
    op->rational(m, A8_THREE, "3");
}

/* registers of order_domain */
enum
{
    A9_X_Q, A9_P_BETA, A9_P_H, A9_ZERO, A9_ONE, A9_COUNT
};

static void
order_domain_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A9_ZERO, "0");
    op->rational(m, A9_ONE, "1");
}

/* registers of parameter_domain */
enum
{
    A10_X_Q, A10_P_BETA, A10_P_H, A10_ZERO, A10_COUNT
};

static void
parameter_domain_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A10_ZERO, "0");
}

static const int mean_1_of_z_outputs[] = {
    G1_TANH_FIELD_SQUARED
};
static const saddle_ball_group_t mean_1_of_z_ball = {
    G1_COUNT,
    mean_1_of_z_ball_constants, mean_1_of_z_ball_integrand,
    mean_1_of_z_outputs,
    -1, -1, NULL
};

static const int sys_saddle_point_residual_outputs[] = {
    A1_C_4
};
static const saddle_ball_assembly_t sys_saddle_point_residual_ball = {
    A1_COUNT,
    sys_saddle_point_residual_ball_assemble,
    sys_saddle_point_residual_outputs
};

static const int mean_2_of_z_outputs[] = {
    G2_TANH_FIELD_SQUARED, G2_F_7
};
static const saddle_ball_group_t mean_2_of_z_ball = {
    G2_COUNT,
    mean_2_of_z_ball_constants, mean_2_of_z_ball_integrand,
    mean_2_of_z_outputs,
    -1, -1, NULL
};

static const int sys_saddle_point_jacobian_outputs[] = {
    A2_C_4, A2_C_6
};
static const saddle_ball_assembly_t sys_saddle_point_jacobian_ball = {
    A2_COUNT,
    sys_saddle_point_jacobian_ball_assemble,
    sys_saddle_point_jacobian_outputs
};

static const int sys_saddle_point_overlap_map_outputs[] = {
    A3_MEAN_0
};
static const saddle_ball_assembly_t sys_saddle_point_overlap_map_ball = {
    A3_COUNT,
    sys_saddle_point_overlap_map_ball_assemble,
    sys_saddle_point_overlap_map_outputs
};

static const int mean_3_of_z_outputs[] = {
    G3_LOG_COSH_FIELD, G3_INVERSE_COSH_FIELD_TO_4
};
static const saddle_ball_group_t mean_3_of_z_ball = {
    G3_COUNT,
    mean_3_of_z_ball_constants, mean_3_of_z_ball_integrand,
    mean_3_of_z_outputs,
    -1, -1, NULL
};

static const int sys_saddle_point_values_outputs[] = {
    A4_C_4, A4_C_5
};
static const saddle_ball_assembly_t sys_saddle_point_values_ball = {
    A4_COUNT,
    sys_saddle_point_values_ball_assemble,
    sys_saddle_point_values_outputs
};

static const int sys_saddle_point_at_0_values_outputs[] = {
    A5_C_2, A5_BETA_SQUARED
};
static const saddle_ball_assembly_t sys_saddle_point_at_0_values_ball = {
    A5_COUNT,
    sys_saddle_point_at_0_values_ball_assemble,
    sys_saddle_point_at_0_values_outputs
};

static const int mean_4_of_z_outputs[] = {
    G4_INVERSE_COSH_FIELD_TO_4
};
static const saddle_ball_group_t mean_4_of_z_ball = {
    G4_COUNT,
    mean_4_of_z_ball_constants, mean_4_of_z_ball_integrand,
    mean_4_of_z_outputs,
    -1, -1, NULL
};

static const int sys_h_at_residual_outputs[] = {
    A6_C_4, A6_C_6
};
static const saddle_ball_assembly_t sys_h_at_residual_ball = {
    A6_COUNT,
    sys_h_at_residual_ball_assemble,
    sys_h_at_residual_outputs
};

static const int mean_5_of_z_outputs[] = {
    G5_TANH_FIELD_SQUARED, G5_INVERSE_COSH_FIELD_TO_4, G5_F_7, G5_F_8, G5_F_12,
    G5_F_13
};
static const saddle_ball_group_t mean_5_of_z_ball = {
    G5_COUNT,
    mean_5_of_z_ball_constants, mean_5_of_z_ball_integrand,
    mean_5_of_z_outputs,
    -1, -1, NULL
};

static const int sys_h_at_jacobian_outputs[] = {
    A7_C_4, A7_C_6, A7_C_8, A7_MINUS_C_9, A7_C_10, A7_MINUS_C_12
};
static const saddle_ball_assembly_t sys_h_at_jacobian_ball = {
    A7_COUNT,
    sys_h_at_jacobian_ball_assemble,
    sys_h_at_jacobian_outputs
};

static const int sys_h_at_range_outputs[] = {
    A8_RATIO_1_1000, A8_THREE
};
static const saddle_ball_assembly_t sys_h_at_range_ball = {
    A8_COUNT,
    sys_h_at_range_ball_assemble,
    sys_h_at_range_outputs
};

static const int order_domain_outputs[] = {
    A9_ZERO, A9_ONE
};
static const saddle_ball_assembly_t order_domain_ball = {
    A9_COUNT,
    order_domain_ball_assemble,
    order_domain_outputs
};

static const int parameter_domain_outputs[] = {
    A10_ZERO, A10_ZERO, A10_ZERO, A10_ZERO
};
static const saddle_ball_assembly_t parameter_domain_ball = {
    A10_COUNT,
    parameter_domain_ball_assemble,
    parameter_domain_outputs
};

static const saddle_group_t mean_1_of_z = {
    .what = "E[z]",
    .n_env = 3,
    .n_integrands = 1,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_1_of_z_integrand,
    .ball = &mean_1_of_z_ball
};

static const saddle_group_t *const sys_saddle_point_residual_groups[] = {
    &mean_1_of_z
};
static const saddle_program_t sys_saddle_point_residual = {
    .n_outputs = 1,
    .n_env = 3,
    .n_integrals = 1,
    .n_groups = 1,
    .group = sys_saddle_point_residual_groups,
    .assemble = sys_saddle_point_residual_assemble,
    .ball = &sys_saddle_point_residual_ball
};

static const saddle_group_t mean_2_of_z = {
    .what = "E[z]",
    .n_env = 3,
    .n_integrands = 2,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_2_of_z_integrand,
    .ball = &mean_2_of_z_ball
};

static const saddle_group_t *const sys_saddle_point_jacobian_groups[] = {
    &mean_2_of_z
};
static const saddle_program_t sys_saddle_point_jacobian = {
    .n_outputs = 2,
    .n_env = 3,
    .n_integrals = 2,
    .n_groups = 1,
    .group = sys_saddle_point_jacobian_groups,
    .assemble = sys_saddle_point_jacobian_assemble,
    .ball = &sys_saddle_point_jacobian_ball
};

static const saddle_group_t *const sys_saddle_point_overlap_map_groups[] = {
    &mean_1_of_z
};
static const saddle_program_t sys_saddle_point_overlap_map = {
    .n_outputs = 1,
    .n_env = 3,
    .n_integrals = 1,
    .n_groups = 1,
    .group = sys_saddle_point_overlap_map_groups,
    .assemble = sys_saddle_point_overlap_map_assemble,
    .ball = &sys_saddle_point_overlap_map_ball
};

static const int system_0_map_0[] = { 0 };
static const saddle_group_t mean_3_of_z = {
    .what = "E[z]",
    .n_env = 3,
    .n_integrands = 2,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_3_of_z_integrand,
    .ball = &mean_3_of_z_ball
};

static const saddle_group_t *const sys_saddle_point_values_groups[] = {
    &mean_3_of_z
};
static const saddle_program_t sys_saddle_point_values = {
    .n_outputs = 2,
    .n_env = 3,
    .n_integrals = 2,
    .n_groups = 1,
    .group = sys_saddle_point_values_groups,
    .assemble = sys_saddle_point_values_assemble,
    .ball = &sys_saddle_point_values_ball
};

static const int system_0_unknown[] = { 0 };
static const saddle_name_t system_0_names[] = {
    { "free_entropy", "the potential", 0 },
    { "replicon", "stable below 1", 1 }
};
static const saddle_system_t system_0 = {
    .kind = SADDLE_SADDLE_POINT,
    .name = "saddle_point",
    .line = 2,
    .boundary = -1,
    .n = 1,
    .unknown = system_0_unknown,
    .residual = &sys_saddle_point_residual,
    .jacobian = &sys_saddle_point_jacobian,
    .map = { &sys_saddle_point_overlap_map, NULL },
    .n_map = { 1, 0 },
    .map_unknown[0] = system_0_map_0,
    .n_values = 2,
    .value_name = system_0_names,
    .values = &sys_saddle_point_values,
    .n_sides = 0,
    .sides = NULL,
    .range = NULL,
};

static const saddle_program_t sys_saddle_point_at_0_values = {
    .n_outputs = 2,
    .n_env = 3,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = sys_saddle_point_at_0_values_assemble,
    .ball = &sys_saddle_point_at_0_values_ball
};

static const saddle_name_t system_1_names[] = {
    { "free_entropy", "the potential", 0 },
    { "replicon", "stable below 1", 1 }
};
static const saddle_system_t system_1 = {
    .kind = SADDLE_SADDLE_POINT,
    .name = "saddle_point",
    .line = 2,
    .boundary = 0,
    .n = 0,
    .residual = NULL,
    .jacobian = NULL,
    .map = { NULL, NULL },
    .n_map = { 0, 0 },
    .n_values = 2,
    .value_name = system_1_names,
    .values = &sys_saddle_point_at_0_values,
    .n_sides = 0,
    .sides = NULL,
    .range = NULL,
};

static const saddle_group_t mean_4_of_z = {
    .what = "E[z]",
    .n_env = 3,
    .n_integrands = 1,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_4_of_z_integrand,
    .ball = &mean_4_of_z_ball
};

static const saddle_group_t *const sys_h_at_residual_groups[] = {
    &mean_1_of_z,
    &mean_4_of_z
};
static const saddle_program_t sys_h_at_residual = {
    .n_outputs = 2,
    .n_env = 3,
    .n_integrals = 2,
    .n_groups = 2,
    .group = sys_h_at_residual_groups,
    .assemble = sys_h_at_residual_assemble,
    .ball = &sys_h_at_residual_ball
};

static const saddle_group_t mean_5_of_z = {
    .what = "E[z]",
    .n_env = 3,
    .n_integrands = 6,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_5_of_z_integrand,
    .ball = &mean_5_of_z_ball
};

static const saddle_group_t *const sys_h_at_jacobian_groups[] = {
    &mean_5_of_z
};
static const saddle_program_t sys_h_at_jacobian = {
    .n_outputs = 6,
    .n_env = 3,
    .n_integrals = 6,
    .n_groups = 1,
    .group = sys_h_at_jacobian_groups,
    .assemble = sys_h_at_jacobian_assemble,
    .ball = &sys_h_at_jacobian_ball
};

static const saddle_program_t sys_h_at_range = {
    .n_outputs = 2,
    .n_env = 3,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = sys_h_at_range_assemble,
    .ball = &sys_h_at_range_ball
};

static const int system_2_unknown[] = { 0, 2 };
static const saddle_name_t system_2_names[] = {
    { "free_entropy", "the potential", 0 },
    { "replicon", "stable below 1", 1 }
};
static const saddle_system_t system_2 = {
    .kind = SADDLE_THRESHOLD,
    .name = "h_at",
    .line = 16,
    .boundary = -1,
    .n = 2,
    .unknown = system_2_unknown,
    .condition = SADDLE_IS_EQUATION,
    .residual = &sys_h_at_residual,
    .jacobian = &sys_h_at_jacobian,
    .map = { NULL, NULL },
    .n_map = { 0, 0 },
    .n_values = 2,
    .value_name = system_2_names,
    .values = &sys_saddle_point_values,
    .n_sides = 0,
    .sides = NULL,
    .range = &sys_h_at_range,
    .equation =
        "(add -1 (mul (pow (sym beta) 2) (gauss (pow (cosh (mul "
        "(sym beta) (add (sym h) (mul (pow (sym q) 1/2) (var 0))))) "
        "-4))))",
    .equation_text = "-1 + beta^2*E[z](sech(beta*(h + sqrt(q)*z))^4)",
};

static const saddle_system_t *const systems[] = {
    &system_0,
    &system_1,
    &system_2
};

static const saddle_program_t order_domain = {
    .n_outputs = 2,
    .n_env = 3,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = order_domain_assemble,
    .ball = &order_domain_ball
};

static const saddle_program_t parameter_domain = {
    .n_outputs = 4,
    .n_env = 3,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = parameter_domain_assemble,
    .ball = &parameter_domain_ball
};

static const int boundary_0_fixed[] = { 0 };
static const char *const boundary_0_value[] = {
    "0"
};

static const saddle_boundary_t boundaries[] = {
    {
        .name = "q = 0",
        .n_fixed = 1,
        .fixed = boundary_0_fixed,
        .value = boundary_0_value,
        .guard_value = "0",
        .guard_parameter = 1
    }
};

static const saddle_variable_t orders[] = {
    {
        .name = "q",
        .domain = "0 .. 1",
        .line = 9, .stage = 0,
        .lo_infinite = 0, .hi_infinite = 0,
        .lo_open = 0, .hi_open = 0
    }
};

static const saddle_variable_t parameters[] = {
    {
        .name = "beta",
        .description = "inverse temperature",
        .domain = "> 0",
        .line = 6, .stage = 0,
        .lo_infinite = 0, .hi_infinite = 1,
        .lo_open = 1, .hi_open = 0
    },
    {
        .name = "h",
        .description = "magnetic field",
        .has_default = 1,
        .default_value = "0",
        .domain = "real",
        .line = 7, .stage = 0,
        .lo_infinite = 1, .hi_infinite = 1,
        .lo_open = 0, .hi_open = 0
    }
};

const saddle_model_t saddle_model = {
    .abi = SADDLE_ABI,
    .name = "sk",
    .version = "0.1.0",
    .spec_hash =
        "482273c41ae8d126e61768a430117448af7bbece31a846f9026d83e846e4cf56",
    .spec_text =
        "# Sherrington-Kirkpatrick spin glass, written directly "
        "as a free entropy.\n"
        "model sk\n"
        "  cite \"D. Sherrington, S. Kirkpatrick, Phys. Rev. Lett. "
        "35 (1975) 1792\"\n"
        "  cite \"J. de Almeida, D. Thouless, J. Phys. A 11 (1978) "
        "983\"\n"
        "\n"
        "  parameter beta > 0       \"inverse temperature\"\n"
        "  parameter h = 0          \"magnetic field\"\n"
        "\n"
        "  order q in 0 .. 1\n"
        "\n"
        "  let field(z) = beta*(sqrt(q)*z + h)\n"
        "  free_entropy phi = beta^2/4*(1 - q)^2 + E[z]( log(2*cosh(field("
        "z))) )\n"
        "  stationary phi in q\n"
        "\n"
        "  observable replicon = beta^2 * E[z]( sech(field(z))^4 "
        ")     \"stable below 1\"\n"
        "  threshold h_at in h = 0.001 .. 3 where replicon == "
        "1\n"
        "  reference q = 0.5303683920508 +/- 1e-13 at beta = 2\n"
        "      \"independent computation, 12 digits\"\n"
        "  reference free_entropy = 1.584785890269 +/- 1e-12 at "
        "beta = 2\n"
        "      \"independent computation, 12 digits\"\n"
        "  reference replicon = 1.362673337522 +/- 1e-12 at beta "
        "= 2\n"
        "      \"independent computation, 12 digits\"\n"
        "  reference q = 0.3025129643432 +/- 1e-13 at beta = 1, "
        "h = 1/2\n"
        "      \"independent computation, 12 digits\"\n"
        "  reference h_at = 0.56993383031029602078811318895 +/- "
        "1e-29 at beta = 2\n"
        "      \"independent computation, 50 digits\"\n"
        "end\n",
    .potential =
        "(add (mul 1/4 (pow (sym beta) 2) (pow (add 1 (mul -1 "
        "(sym q))) 2)) (log 2) (gauss (log (cosh (mul (sym beta) "
        "(add (sym h) (mul (pow (sym q) 1/2) (var 0))))))))",
    .potential_text =
        "beta^2*(1 - q)^2/4 + log(2) + E[z](log(cosh(beta*(h + "
        "sqrt(q)*z))))",
    .n_orders = 1,
    .order = orders,
    .n_parameters = 2,
    .parameter = parameters,
    .order_equation = NULL,
    .order_domain = &order_domain,
    .parameter_domain = &parameter_domain,
    .n_boundaries = 1,
    .boundary = boundaries,
    .n_starts = 0,
    .n_systems = 3,
    .system = systems,
};
