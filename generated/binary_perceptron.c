/*
 * Written by saddle 0.1.0 for ABI 5.  Do not edit.
 * Spec binary_perceptron.saddle, SHA-256
 * 5aa9a96acd5bc348a0503cc048964a65b529a1069a494cf423c9ae40ddfd67f7
 */
#include "model.h"

#include <math.h>
#include <stddef.h>

/*
 * In the code x_NAME is an order parameter, p_NAME a parameter, t_NAME a
 *     variable of integration, mean_K the K-th integral of the section.
 * free entropy: -(1 - q)*q_hat/2 + E[xi](log_Z_w(sqrt(q_hat)*xi)) +
 *     alpha*E[xi](log_Z_out(sqrt(q)*xi, 1 - q))
 * Z_w(B) = cosh(B)
 * f_w(B) = tanh(B)
 * Z_out(omega, V) = H((kappa - omega)/sqrt(V))
 * g_out(omega, V) = phi((kappa - omega)/sqrt(V))/(sqrt(V)*H((kappa -
 *     omega)/sqrt(V)))
 * g_out_1(omega, V) = (kappa - omega)*phi((kappa -
 *     omega)/sqrt(V))/(V^(3/2)*H((kappa - omega)/sqrt(V))) -
 *     phi((kappa - omega)/sqrt(V))^2/(V*H((kappa - omega)/sqrt(V))^2)
 * q = E[xi](f_w(sqrt(q_hat)*xi)^2)
 * q_hat = alpha*E[xi](g_out(sqrt(q)*xi, 1 - q)^2)
 */

/* ---- saddle point: the equations ----------------------------------------- */

static void
whole_line(const double *env, double *end)
{
    (void) env;

    end[0] = -INFINITY;
    end[1] = INFINITY;
}

/*
 * [0]  E[xi](phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/H((kappa -
 *     sqrt(q)*xi)/sqrt(1 - q))^2)
 */
static void
mean_1_of_xi_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_kappa = env[3];
    const double sqrt_one_minus_q = sqrt(1.0 - x_q);
    const double sqrt_q = sqrt(x_q);
    const double phi_0 = saddle_normal_density(0.0);
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_xi = t[i];
        const double u = (p_kappa - sqrt_q * t_xi) / sqrt_one_minus_q;
        const double hazard = u > 0.0 ? phi_0 / saddle_scaled_tail(u)
            : saddle_normal_density(u) / saddle_normal_tail(u);

        out[i] = hazard * hazard;
    }
}

/* [0]  E[xi](tanh(sqrt(q_hat)*xi)^2) */
static void
mean_2_of_xi_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q_hat = env[1];
    const double sqrt_q_hat = sqrt(x_q_hat);
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_xi = t[i];
        const double tanh_field = tanh(sqrt_q_hat * t_xi);

        out[i] = tanh_field * tanh_field;
    }
}

static void
sys_saddle_point_residual_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double x_q_hat = env[1];
    const double p_alpha = env[2];
    const double mean_0 = integral[0];
    const double mean_1 = integral[1];

    /*
     * d phi/d q = q_hat/2 - alpha*E[xi](phi((kappa - sqrt(q)*xi)/sqrt(1 -
     *     q))^2/H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2)/(2*(1 - q))
     */
    out[0] = 0.5 * x_q_hat - 0.5 * p_alpha * mean_0 / (1.0 - x_q);

    /* d phi/d q_hat = q/2 - E[xi](tanh(sqrt(q_hat)*xi)^2)/2 */
    out[1] = 0.5 * x_q - 0.5 * mean_1;
}

/* ---- saddle point: the equations and their derivatives ------------------- */

/*
 * [0]  E[xi](phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/H((kappa -
 *     sqrt(q)*xi)/sqrt(1 - q))^2)
 * [1]  E[xi](((kappa - sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
 *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
 *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
 *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))^2 -
 *     2*((kappa - sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
 *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
 *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
 *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))*phi((kappa -
 *     sqrt(q)*xi)/sqrt(1 - q))^2/((1 - q)*H((kappa - sqrt(q)*xi)/sqrt(1 -
 *     q))^2))
 */
static void
mean_3_of_xi_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_kappa = env[3];
    const double one_minus_q = 1.0 - x_q;
    const double sqrt_one_minus_q = sqrt(one_minus_q);
    const double sqrt_q = sqrt(x_q);
    const double phi_0 = saddle_normal_density(0.0);
    const double sqrt_one_minus_q_to_3 = sqrt_one_minus_q * sqrt_one_minus_q
        * sqrt_one_minus_q;
    const double c = 2.0 / one_minus_q;
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_xi = t[i];
        const double f = p_kappa - sqrt_q * t_xi;
        const double u = f / sqrt_one_minus_q;
        const double hazard = u > 0.0 ? phi_0 / saddle_scaled_tail(u)
            : saddle_normal_density(u) / saddle_normal_tail(u);
        const double hazard_squared = hazard * hazard;
        const double f_2 = hazard * f / sqrt_one_minus_q_to_3 - hazard_squared
            / one_minus_q;

        out[i] = hazard_squared;
        out[n + i] = f_2 * f_2 - c * hazard_squared * f_2;
    }
}

/*
 * [0]  E[xi](tanh(sqrt(q_hat)*xi)^2)
 * [1]  E[xi]((1 - tanh(sqrt(q_hat)*xi)^2)^2 - 2*tanh(sqrt(q_hat)*xi)^2 +
 *     2*tanh(sqrt(q_hat)*xi)^4)
 */
static void
mean_4_of_xi_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q_hat = env[1];
    const double sqrt_q_hat = sqrt(x_q_hat);
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_xi = t[i];
        const double tanh_field = tanh(sqrt_q_hat * t_xi);
        const double tanh_field_squared = tanh_field * tanh_field;
        const double one_minus_tanh_field_squared = 1.0 - tanh_field_squared;
        const double f = one_minus_tanh_field_squared
            * one_minus_tanh_field_squared + 2.0 * pow(tanh_field, 4.0);

        out[i] = tanh_field_squared;
        out[n + i] = f - 2.0 * tanh_field_squared;
    }
}

static void
sys_saddle_point_jacobian_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double x_q_hat = env[1];
    const double p_alpha = env[2];
    const double mean_0 = integral[0];
    const double mean_1 = integral[1];
    const double mean_2 = integral[2];
    const double mean_3 = integral[3];
    const double c = 0.5 * p_alpha;

    /* d phi/d q, as above */
    out[0] = 0.5 * x_q_hat - c * mean_0 / (1.0 - x_q);

    /* d phi/d q_hat, as above */
    out[1] = 0.5 * x_q - 0.5 * mean_2;

    /*
     * d out[0]/d q = -alpha*E[xi](((kappa -
     *     sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
     *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
     *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
     *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))^2 -
     *     2*((kappa - sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
     *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
     *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
     *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))*phi((kappa -
     *     sqrt(q)*xi)/sqrt(1 - q))^2/((1 - q)*H((kappa - sqrt(q)*xi)/sqrt(1 -
     *     q))^2))/2
     */
    out[2] = -(c * mean_1);

    /* d out[0]/d q_hat = 1/2 */
    out[3] = 0.5;

    /* d out[1]/d q = 1/2 */
    out[4] = 0.5;

    /*
     * d out[1]/d q_hat = -E[xi]((1 - tanh(sqrt(q_hat)*xi)^2)^2 -
     *     2*tanh(sqrt(q_hat)*xi)^2 + 2*tanh(sqrt(q_hat)*xi)^4)/2
     */
    out[5] = -(0.5 * mean_3);
}

/* ---- saddle point: new overlaps ------------------------------------------ */

static void
sys_saddle_point_overlap_map_assemble(const double *env, const double *integral,
    double *out)
{
    const double mean_0 = integral[0];
    (void) env;

    /* q = E[xi](tanh(sqrt(q_hat)*xi)^2) */
    out[0] = mean_0;
}

/* ---- saddle point: new conjugates ---------------------------------------- */

static void
sys_saddle_point_conjugate_map_assemble(const double *env,
    const double *integral, double *out)
{
    const double x_q = env[0];
    const double p_alpha = env[2];
    const double mean_0 = integral[0];

    /*
     * q_hat = alpha*E[xi](phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/H((kappa -
     *     sqrt(q)*xi)/sqrt(1 - q))^2)/(1 - q)
     */
    out[0] = p_alpha * mean_0 / (1.0 - x_q);
}

/* ---- saddle point: what can be read there -------------------------------- */

/*
 * [0]  E[xi](log(H((kappa - sqrt(q)*xi)/sqrt(1 - q))))
 * [1]  E[xi](((kappa - sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
 *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
 *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
 *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))^2)
 */
static void
mean_5_of_xi_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_kappa = env[3];
    const double one_minus_q = 1.0 - x_q;
    const double sqrt_one_minus_q = sqrt(one_minus_q);
    const double sqrt_q = sqrt(x_q);
    const double phi_0 = saddle_normal_density(0.0);
    const double sqrt_one_minus_q_to_3 = sqrt_one_minus_q * sqrt_one_minus_q
        * sqrt_one_minus_q;
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_xi = t[i];
        const double f = p_kappa - sqrt_q * t_xi;
        const double u = f / sqrt_one_minus_q;
        const double hazard = u > 0.0 ? phi_0 / saddle_scaled_tail(u)
            : saddle_normal_density(u) / saddle_normal_tail(u);
        const double f_2 = hazard * f / sqrt_one_minus_q_to_3 - hazard * hazard
            / one_minus_q;

        out[i] = saddle_log_mass(u, INFINITY);
        out[n + i] = f_2 * f_2;
    }
}

/* [0]  E[xi](log(cosh(sqrt(q_hat)*xi))) */
static void
mean_6_of_xi_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q_hat = env[1];
    const double sqrt_q_hat = sqrt(x_q_hat);
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_xi = t[i];

        out[i] = saddle_log_cosh(sqrt_q_hat * t_xi);
    }
}

/* [0]  E[xi]((1 - tanh(sqrt(q_hat)*xi)^2)^2) */
static void
mean_7_of_xi_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q_hat = env[1];
    const double sqrt_q_hat = sqrt(x_q_hat);
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_xi = t[i];
        const double tanh_field = tanh(sqrt_q_hat * t_xi);
        const double one_minus_tanh_field_squared =
            1.0 - tanh_field * tanh_field;

        out[i] = one_minus_tanh_field_squared * one_minus_tanh_field_squared;
    }
}

static void
sys_saddle_point_values_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double x_q_hat = env[1];
    const double p_alpha = env[2];
    const double mean_0 = integral[0];
    const double mean_1 = integral[1];
    const double mean_2 = integral[2];
    const double mean_3 = integral[3];
    const double one_minus_q = 1.0 - x_q;
    const double c = 0.5 * x_q_hat * one_minus_q;
    const double c_2 = p_alpha * mean_0;

    /* V = 1 - q */
    out[0] = one_minus_q;

    /* r = 1 */
    out[1] = 1.0;

    /* rho = 1 */
    out[2] = 1.0;

    /*
     * free_entropy = -(1 - q)*q_hat/2 + E[xi](log(cosh(sqrt(q_hat)*xi))) +
     *     alpha*E[xi](log(H((kappa - sqrt(q)*xi)/sqrt(1 - q))))
     */
    out[3] = c_2 + mean_2 - c;

    /*
     * entropy = -(1 - q)*q_hat/2 + log(2) + E[xi](log(cosh(sqrt(q_hat)*xi))) +
     *     alpha*E[xi](log(H((kappa - sqrt(q)*xi)/sqrt(1 - q))))
     */
    out[4] = log(2.0) + c_2 + mean_2 - c;

    /*
     * replicon = alpha*E[xi]((1 - tanh(sqrt(q_hat)*xi)^2)^2)*E[xi](((kappa -
     *     sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
     *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
     *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
     *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))^2)
     */
    out[5] = p_alpha * mean_3 * mean_1;
}

/* ---- alpha_c: the equations ---------------------------------------------- */

/*
 * [0]  E[xi](phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/H((kappa -
 *     sqrt(q)*xi)/sqrt(1 - q))^2)
 * [1]  E[xi](log(H((kappa - sqrt(q)*xi)/sqrt(1 - q))))
 */
static void
mean_8_of_xi_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_kappa = env[3];
    const double sqrt_one_minus_q = sqrt(1.0 - x_q);
    const double sqrt_q = sqrt(x_q);
    const double phi_0 = saddle_normal_density(0.0);
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_xi = t[i];
        const double u = (p_kappa - sqrt_q * t_xi) / sqrt_one_minus_q;
        const double hazard = u > 0.0 ? phi_0 / saddle_scaled_tail(u)
            : saddle_normal_density(u) / saddle_normal_tail(u);

        out[i] = hazard * hazard;
        out[n + i] = saddle_log_mass(u, INFINITY);
    }
}

static void
sys_alpha_c_residual_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double x_q_hat = env[1];
    const double p_alpha = env[2];
    const double mean_0 = integral[0];
    const double mean_1 = integral[1];
    const double mean_2 = integral[2];
    const double mean_3 = integral[3];
    const double c = 0.5 * x_q_hat;
    const double one_minus_q = 1.0 - x_q;

    /*
     * d phi/d q = q_hat/2 - alpha*E[xi](phi((kappa - sqrt(q)*xi)/sqrt(1 -
     *     q))^2/H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2)/(2*(1 - q))
     */
    out[0] = c - 0.5 * p_alpha * mean_0 / one_minus_q;

    /* d phi/d q_hat = q/2 - E[xi](tanh(sqrt(q_hat)*xi)^2)/2 */
    out[1] = 0.5 * x_q - 0.5 * mean_2;

    /*
     * left - right of the condition = -(1 - q)*q_hat/2 + log(2) +
     *     E[xi](log(cosh(sqrt(q_hat)*xi))) +
     *     alpha*E[xi](log(H((kappa - sqrt(q)*xi)/sqrt(1 - q))))
     */
    out[2] = log(2.0) + p_alpha * mean_1 + mean_3 - c * one_minus_q;
}

/* ---- alpha_c: the equations and their derivatives ------------------------ */

/*
 * [0]  E[xi](phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/H((kappa -
 *     sqrt(q)*xi)/sqrt(1 - q))^2)
 * [1]  E[xi](log(H((kappa - sqrt(q)*xi)/sqrt(1 - q))))
 * [2]  E[xi](((kappa - sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
 *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
 *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
 *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))^2 -
 *     2*((kappa - sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
 *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
 *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
 *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))*phi((kappa -
 *     sqrt(q)*xi)/sqrt(1 - q))^2/((1 - q)*H((kappa - sqrt(q)*xi)/sqrt(1 -
 *     q))^2))
 */
static void
mean_9_of_xi_integrand(int n, const double *t, const double *env,
    const double *inner, double *out)
{
    const double x_q = env[0];
    const double p_kappa = env[3];
    const double one_minus_q = 1.0 - x_q;
    const double sqrt_one_minus_q = sqrt(one_minus_q);
    const double sqrt_q = sqrt(x_q);
    const double phi_0 = saddle_normal_density(0.0);
    const double sqrt_one_minus_q_to_3 = sqrt_one_minus_q * sqrt_one_minus_q
        * sqrt_one_minus_q;
    const double c = 2.0 / one_minus_q;
    (void) inner;

    for (int i = 0; i < n; i++)
    {
        const double t_xi = t[i];
        const double f = p_kappa - sqrt_q * t_xi;
        const double u = f / sqrt_one_minus_q;
        const double hazard = u > 0.0 ? phi_0 / saddle_scaled_tail(u)
            : saddle_normal_density(u) / saddle_normal_tail(u);
        const double hazard_squared = hazard * hazard;
        const double f_2 = hazard * f / sqrt_one_minus_q_to_3 - hazard_squared
            / one_minus_q;

        out[i] = hazard_squared;
        out[n + i] = saddle_log_mass(u, INFINITY);
        out[2 * n + i] = f_2 * f_2 - c * hazard_squared * f_2;
    }
}

static void
sys_alpha_c_jacobian_assemble(const double *env, const double *integral,
    double *out)
{
    const double x_q = env[0];
    const double x_q_hat = env[1];
    const double p_alpha = env[2];
    const double mean_0 = integral[0];
    const double mean_1 = integral[1];
    const double mean_2 = integral[2];
    const double mean_3 = integral[3];
    const double mean_4 = integral[4];
    const double mean_5 = integral[5];
    const double c = 0.5 * x_q_hat;
    const double one_minus_q = 1.0 - x_q;
    const double c_2 = 0.5 * p_alpha;
    const double c_3 = c - c_2 * mean_0 / one_minus_q;
    const double c_4 = 0.5 * x_q - 0.5 * mean_3;

    /* d phi/d q, as above */
    out[0] = c_3;

    /* d phi/d q_hat, as above */
    out[1] = c_4;

    /* left - right of the condition, as above */
    out[2] = log(2.0) + p_alpha * mean_1 + mean_5 - c * one_minus_q;

    /*
     * d out[0]/d q = -alpha*E[xi](((kappa -
     *     sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
     *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
     *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
     *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))^2 -
     *     2*((kappa - sqrt(q)*xi)*phi((kappa - sqrt(q)*xi)/sqrt(1 - q))/((1 -
     *     q)^(3/2)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))) -
     *     phi((kappa - sqrt(q)*xi)/sqrt(1 - q))^2/((1 -
     *     q)*H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2))*phi((kappa -
     *     sqrt(q)*xi)/sqrt(1 - q))^2/((1 - q)*H((kappa - sqrt(q)*xi)/sqrt(1 -
     *     q))^2))/2
     */
    out[3] = -(c_2 * mean_2);

    /* d out[0]/d q_hat = 1/2 */
    out[4] = 0.5;

    /*
     * d out[0]/d alpha = -E[xi](phi((kappa - sqrt(q)*xi)/sqrt(1 -
     *     q))^2/H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2)/(2*(1 - q))
     */
    out[5] = -(0.5 * mean_0 / one_minus_q);

    /* d out[1]/d q = 1/2 */
    out[6] = 0.5;

    /*
     * d out[1]/d q_hat = -E[xi]((1 - tanh(sqrt(q_hat)*xi)^2)^2 -
     *     2*tanh(sqrt(q_hat)*xi)^2 + 2*tanh(sqrt(q_hat)*xi)^4)/2
     */
    out[7] = -(0.5 * mean_4);

    /* d out[1]/d alpha = 0 */
    out[8] = 0.0;

    /*
     * d out[2]/d q = q_hat/2 - alpha*E[xi](phi((kappa - sqrt(q)*xi)/sqrt(1 -
     *     q))^2/H((kappa - sqrt(q)*xi)/sqrt(1 - q))^2)/(2*(1 - q))
     */
    out[9] = c_3;

    /* d out[2]/d q_hat = q/2 - E[xi](tanh(sqrt(q_hat)*xi)^2)/2 */
    out[10] = c_4;

    /* d out[2]/d alpha = E[xi](log(H((kappa - sqrt(q)*xi)/sqrt(1 - q)))) */
    out[11] = mean_1;
}

/* ---- alpha_c: the range that is searched --------------------------------- */

static void
sys_alpha_c_range_assemble(const double *env, const double *integral,
    double *out)
{
    (void) env;
    (void) integral;

    /* from = 1/20 */
    out[0] = 1.0 / 20.0;

    /* to = 8 */
    out[1] = 8.0;
}

/* ---- where the order parameters live ------------------------------------- */

static void
order_domain_assemble(const double *env, const double *integral, double *out)
{
    (void) env;
    (void) integral;

    out[0] = 0.0;
    out[1] = 1.0;
    out[2] = 0.0;
    out[3] = 0.0;
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

static void
experiment_samples_assemble(const double *env, const double *integral,
    double *out)
{
    const double p_alpha = env[2];
    (void) integral;

    out[0] = p_alpha;
}

static void
experiment_moments_assemble(const double *env, const double *integral,
    double *out)
{
    (void) env;
    (void) integral;

    out[0] = 0.0;
    out[1] = 1.0;
}

static void
weight_values_assemble(const double *env, const double *integral, double *out)
{
    (void) env;
    (void) integral;

    out[0] = 1.0;
    out[1] = -1.0;
}

static void
allowed_intervals_assemble(const double *env, const double *integral,
    double *out)
{
    const double p_kappa = env[3];
    (void) integral;

    out[0] = p_kappa;
    out[1] = INFINITY;
}

static void
allowed_ends_assemble(const double *env, const double *integral, double *out)
{
    const double p_kappa = env[3];
    (void) integral;

    out[0] = p_kappa;
    out[1] = 0.0;
}

/* registers of mean_1_of_xi */
enum
{
    G1_X_Q, G1_X_Q_HAT, G1_P_ALPHA, G1_P_KAPPA, G1_T_XI, G1_ONE, G1_ONE_MINUS_Q,
    G1_SQRT_ONE_MINUS_Q, G1_SQRT_Q, G1_F, G1_F_2, G1_U, G1_H_U, G1_H_U_SQUARED,
    G1_PHI_U, G1_PHI_U_SQUARED, G1_F_3, G1_COUNT
};

static void
mean_1_of_xi_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, G1_ONE, "1");
    op->sub(m, G1_ONE_MINUS_Q, G1_ONE, G1_X_Q);
    op->sqrt(m, G1_SQRT_ONE_MINUS_Q, G1_ONE_MINUS_Q);
    op->sqrt(m, G1_SQRT_Q, G1_X_Q);
}

static void
mean_1_of_xi_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G1_F, G1_SQRT_Q, G1_T_XI);
    op->sub(m, G1_F_2, G1_P_KAPPA, G1_F);
    op->div(m, G1_U, G1_F_2, G1_SQRT_ONE_MINUS_Q);
    op->function(m, G1_H_U, SADDLE_H, G1_U);
    op->power(m, G1_H_U_SQUARED, G1_H_U, 2);
    op->function(m, G1_PHI_U, SADDLE_PHI, G1_U);
    op->power(m, G1_PHI_U_SQUARED, G1_PHI_U, 2);
    op->div(m, G1_F_3, G1_PHI_U_SQUARED, G1_H_U_SQUARED);
}

/* registers of mean_2_of_xi */
enum
{
    G2_X_Q, G2_X_Q_HAT, G2_P_ALPHA, G2_P_KAPPA, G2_T_XI, G2_SQRT_Q_HAT,
    G2_FIELD, G2_TANH_FIELD, G2_TANH_FIELD_SQUARED, G2_COUNT
};

static void
mean_2_of_xi_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->sqrt(m, G2_SQRT_Q_HAT, G2_X_Q_HAT);
}

static void
mean_2_of_xi_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G2_FIELD, G2_SQRT_Q_HAT, G2_T_XI);
    op->function(m, G2_TANH_FIELD, SADDLE_TANH, G2_FIELD);
    op->power(m, G2_TANH_FIELD_SQUARED, G2_TANH_FIELD, 2);
}

/* registers of sys_saddle_point_residual */
enum
{
    A1_X_Q, A1_X_Q_HAT, A1_P_ALPHA, A1_P_KAPPA, A1_MEAN_0, A1_MEAN_1, A1_HALF,
    A1_C, A1_ONE, A1_ONE_MINUS_Q, A1_C_2, A1_C_3, A1_C_4, A1_C_5, A1_C_6,
    A1_C_7, A1_C_8, A1_COUNT
};

static void
sys_saddle_point_residual_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A1_HALF, "1/2");
    op->mul(m, A1_C, A1_HALF, A1_X_Q_HAT);
    op->rational(m, A1_ONE, "1");
    op->sub(m, A1_ONE_MINUS_Q, A1_ONE, A1_X_Q);
    op->mul(m, A1_C_2, A1_HALF, A1_P_ALPHA);
    op->mul(m, A1_C_3, A1_C_2, A1_MEAN_0);
    op->div(m, A1_C_4, A1_C_3, A1_ONE_MINUS_Q);
    op->sub(m, A1_C_5, A1_C, A1_C_4);
    op->mul(m, A1_C_6, A1_HALF, A1_X_Q);
    op->mul(m, A1_C_7, A1_HALF, A1_MEAN_1);
    op->sub(m, A1_C_8, A1_C_6, A1_C_7);
}

/* registers of mean_3_of_xi */
enum
{
    G3_X_Q, G3_X_Q_HAT, G3_P_ALPHA, G3_P_KAPPA, G3_T_XI, G3_ONE, G3_ONE_MINUS_Q,
    G3_SQRT_ONE_MINUS_Q, G3_SQRT_Q, G3_F, G3_F_2, G3_U, G3_H_U, G3_H_U_SQUARED,
    G3_PHI_U, G3_PHI_U_SQUARED, G3_F_3, G3_TWO, G3_SQRT_ONE_MINUS_Q_TO_3,
    G3_F_4, G3_F_5, G3_F_6, G3_F_7, G3_F_8, G3_F_9, G3_C, G3_F_10, G3_F_11,
    G3_F_12, G3_F_9_SQUARED, G3_F_13, G3_COUNT
};

static void
mean_3_of_xi_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, G3_ONE, "1");
    op->sub(m, G3_ONE_MINUS_Q, G3_ONE, G3_X_Q);
    op->sqrt(m, G3_SQRT_ONE_MINUS_Q, G3_ONE_MINUS_Q);
    op->sqrt(m, G3_SQRT_Q, G3_X_Q);
    op->rational(m, G3_TWO, "2");
    op->power(m, G3_SQRT_ONE_MINUS_Q_TO_3, G3_SQRT_ONE_MINUS_Q, 3);
    op->div(m, G3_C, G3_TWO, G3_ONE_MINUS_Q);
}

static void
mean_3_of_xi_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G3_F, G3_SQRT_Q, G3_T_XI);
    op->sub(m, G3_F_2, G3_P_KAPPA, G3_F);
    op->div(m, G3_U, G3_F_2, G3_SQRT_ONE_MINUS_Q);
    op->function(m, G3_H_U, SADDLE_H, G3_U);
    op->power(m, G3_H_U_SQUARED, G3_H_U, 2);
    op->function(m, G3_PHI_U, SADDLE_PHI, G3_U);
    op->power(m, G3_PHI_U_SQUARED, G3_PHI_U, 2);
    op->div(m, G3_F_3, G3_PHI_U_SQUARED, G3_H_U_SQUARED);
    op->mul(m, G3_F_4, G3_F_2, G3_PHI_U);
    op->div(m, G3_F_5, G3_F_4, G3_SQRT_ONE_MINUS_Q_TO_3);
    op->div(m, G3_F_6, G3_F_5, G3_H_U);
    op->div(m, G3_F_7, G3_PHI_U_SQUARED, G3_ONE_MINUS_Q);
    op->div(m, G3_F_8, G3_F_7, G3_H_U_SQUARED);
    op->sub(m, G3_F_9, G3_F_6, G3_F_8);
    op->mul(m, G3_F_10, G3_C, G3_F_9);
    op->mul(m, G3_F_11, G3_F_10, G3_PHI_U_SQUARED);
    op->div(m, G3_F_12, G3_F_11, G3_H_U_SQUARED);
    op->power(m, G3_F_9_SQUARED, G3_F_9, 2);
    op->sub(m, G3_F_13, G3_F_9_SQUARED, G3_F_12);
}

/* registers of mean_4_of_xi */
enum
{
    G4_X_Q, G4_X_Q_HAT, G4_P_ALPHA, G4_P_KAPPA, G4_T_XI, G4_SQRT_Q_HAT,
    G4_FIELD, G4_TANH_FIELD, G4_TANH_FIELD_SQUARED, G4_ONE,
    G4_ONE_MINUS_TANH_FIELD_SQUARED, G4_F, G4_TWO, G4_F_2, G4_TANH_FIELD_TO_4,
    G4_F_3, G4_F_4, G4_F_5, G4_COUNT
};

static void
mean_4_of_xi_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->sqrt(m, G4_SQRT_Q_HAT, G4_X_Q_HAT);
    op->rational(m, G4_ONE, "1");
    op->rational(m, G4_TWO, "2");
}

static void
mean_4_of_xi_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G4_FIELD, G4_SQRT_Q_HAT, G4_T_XI);
    op->function(m, G4_TANH_FIELD, SADDLE_TANH, G4_FIELD);
    op->power(m, G4_TANH_FIELD_SQUARED, G4_TANH_FIELD, 2);
    op->sub(m, G4_ONE_MINUS_TANH_FIELD_SQUARED, G4_ONE, G4_TANH_FIELD_SQUARED);
    op->power(m, G4_F, G4_ONE_MINUS_TANH_FIELD_SQUARED, 2);
    op->mul(m, G4_F_2, G4_TWO, G4_TANH_FIELD_SQUARED);
    op->power(m, G4_TANH_FIELD_TO_4, G4_TANH_FIELD, 4);
    op->mul(m, G4_F_3, G4_TWO, G4_TANH_FIELD_TO_4);
    op->add(m, G4_F_4, G4_F, G4_F_3);
    op->sub(m, G4_F_5, G4_F_4, G4_F_2);
}

/* registers of sys_saddle_point_jacobian */
enum
{
    A2_X_Q, A2_X_Q_HAT, A2_P_ALPHA, A2_P_KAPPA, A2_MEAN_0, A2_MEAN_1, A2_MEAN_2,
    A2_MEAN_3, A2_HALF, A2_C, A2_ONE, A2_ONE_MINUS_Q, A2_C_2, A2_C_3, A2_C_4,
    A2_C_5, A2_C_6, A2_C_7, A2_C_8, A2_C_9, A2_MINUS_C_9, A2_C_10,
    A2_MINUS_C_10, A2_COUNT
};

static void
sys_saddle_point_jacobian_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A2_HALF, "1/2");
    op->mul(m, A2_C, A2_HALF, A2_X_Q_HAT);
    op->rational(m, A2_ONE, "1");
    op->sub(m, A2_ONE_MINUS_Q, A2_ONE, A2_X_Q);
    op->mul(m, A2_C_2, A2_HALF, A2_P_ALPHA);
    op->mul(m, A2_C_3, A2_C_2, A2_MEAN_0);
    op->div(m, A2_C_4, A2_C_3, A2_ONE_MINUS_Q);
    op->sub(m, A2_C_5, A2_C, A2_C_4);
    op->mul(m, A2_C_6, A2_HALF, A2_X_Q);
    op->mul(m, A2_C_7, A2_HALF, A2_MEAN_2);
    op->sub(m, A2_C_8, A2_C_6, A2_C_7);
    op->mul(m, A2_C_9, A2_C_2, A2_MEAN_1);
    op->neg(m, A2_MINUS_C_9, A2_C_9);
    op->mul(m, A2_C_10, A2_HALF, A2_MEAN_3);
    op->neg(m, A2_MINUS_C_10, A2_C_10);
}

/* registers of sys_saddle_point_overlap_map */
enum
{
    A3_X_Q, A3_X_Q_HAT, A3_P_ALPHA, A3_P_KAPPA, A3_MEAN_0, A3_COUNT
};

static void
sys_saddle_point_overlap_map_ball_assemble(saddle_machine_t *m)
{
    (void) m;
}

/* registers of sys_saddle_point_conjugate_map */
enum
{
    A4_X_Q, A4_X_Q_HAT, A4_P_ALPHA, A4_P_KAPPA, A4_MEAN_0, A4_ONE,
    A4_ONE_MINUS_Q, A4_C, A4_C_2, A4_COUNT
};

static void
sys_saddle_point_conjugate_map_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A4_ONE, "1");
    op->sub(m, A4_ONE_MINUS_Q, A4_ONE, A4_X_Q);
    op->mul(m, A4_C, A4_P_ALPHA, A4_MEAN_0);
    op->div(m, A4_C_2, A4_C, A4_ONE_MINUS_Q);
}

/* registers of mean_5_of_xi */
enum
{
    G5_X_Q, G5_X_Q_HAT, G5_P_ALPHA, G5_P_KAPPA, G5_T_XI, G5_ONE, G5_ONE_MINUS_Q,
    G5_SQRT_ONE_MINUS_Q, G5_SQRT_Q, G5_F, G5_F_2, G5_U, G5_H_U, G5_LOG_H_U,
    G5_SQRT_ONE_MINUS_Q_TO_3, G5_PHI_U, G5_F_3, G5_F_4, G5_F_5, G5_H_U_SQUARED,
    G5_PHI_U_SQUARED, G5_F_6, G5_F_7, G5_F_8, G5_F_8_SQUARED, G5_COUNT
};

static void
mean_5_of_xi_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, G5_ONE, "1");
    op->sub(m, G5_ONE_MINUS_Q, G5_ONE, G5_X_Q);
    op->sqrt(m, G5_SQRT_ONE_MINUS_Q, G5_ONE_MINUS_Q);
    op->sqrt(m, G5_SQRT_Q, G5_X_Q);
    op->power(m, G5_SQRT_ONE_MINUS_Q_TO_3, G5_SQRT_ONE_MINUS_Q, 3);
}

static void
mean_5_of_xi_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G5_F, G5_SQRT_Q, G5_T_XI);
    op->sub(m, G5_F_2, G5_P_KAPPA, G5_F);
    op->div(m, G5_U, G5_F_2, G5_SQRT_ONE_MINUS_Q);
    op->function(m, G5_H_U, SADDLE_H, G5_U);
    op->function(m, G5_LOG_H_U, SADDLE_LOG, G5_H_U);
    op->function(m, G5_PHI_U, SADDLE_PHI, G5_U);
    op->mul(m, G5_F_3, G5_F_2, G5_PHI_U);
    op->div(m, G5_F_4, G5_F_3, G5_SQRT_ONE_MINUS_Q_TO_3);
    op->div(m, G5_F_5, G5_F_4, G5_H_U);
    op->power(m, G5_H_U_SQUARED, G5_H_U, 2);
    op->power(m, G5_PHI_U_SQUARED, G5_PHI_U, 2);
    op->div(m, G5_F_6, G5_PHI_U_SQUARED, G5_ONE_MINUS_Q);
    op->div(m, G5_F_7, G5_F_6, G5_H_U_SQUARED);
    op->sub(m, G5_F_8, G5_F_5, G5_F_7);
    op->power(m, G5_F_8_SQUARED, G5_F_8, 2);
}

/* registers of mean_6_of_xi */
enum
{
    G6_X_Q, G6_X_Q_HAT, G6_P_ALPHA, G6_P_KAPPA, G6_T_XI, G6_SQRT_Q_HAT,
    G6_FIELD, G6_COSH_FIELD, G6_LOG_COSH_FIELD, G6_COUNT
};

static void
mean_6_of_xi_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->sqrt(m, G6_SQRT_Q_HAT, G6_X_Q_HAT);
}

static void
mean_6_of_xi_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G6_FIELD, G6_SQRT_Q_HAT, G6_T_XI);
    op->function(m, G6_COSH_FIELD, SADDLE_COSH, G6_FIELD);
    op->function(m, G6_LOG_COSH_FIELD, SADDLE_LOG, G6_COSH_FIELD);
}

/* registers of mean_7_of_xi */
enum
{
    G7_X_Q, G7_X_Q_HAT, G7_P_ALPHA, G7_P_KAPPA, G7_T_XI, G7_ONE, G7_SQRT_Q_HAT,
    G7_FIELD, G7_TANH_FIELD, G7_TANH_FIELD_SQUARED,
    G7_ONE_MINUS_TANH_FIELD_SQUARED, G7_F, G7_COUNT
};

static void
mean_7_of_xi_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, G7_ONE, "1");
    op->sqrt(m, G7_SQRT_Q_HAT, G7_X_Q_HAT);
}

static void
mean_7_of_xi_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G7_FIELD, G7_SQRT_Q_HAT, G7_T_XI);
    op->function(m, G7_TANH_FIELD, SADDLE_TANH, G7_FIELD);
    op->power(m, G7_TANH_FIELD_SQUARED, G7_TANH_FIELD, 2);
    op->sub(m, G7_ONE_MINUS_TANH_FIELD_SQUARED, G7_ONE, G7_TANH_FIELD_SQUARED);
    op->power(m, G7_F, G7_ONE_MINUS_TANH_FIELD_SQUARED, 2);
}

/* registers of sys_saddle_point_values */
enum
{
    A5_X_Q, A5_X_Q_HAT, A5_P_ALPHA, A5_P_KAPPA, A5_MEAN_0, A5_MEAN_1, A5_MEAN_2,
    A5_MEAN_3, A5_ONE, A5_ONE_MINUS_Q, A5_HALF, A5_C, A5_C_2, A5_C_3, A5_C_4,
    A5_C_5, A5_TWO, A5_LOG_C, A5_C_6, A5_C_7, A5_C_8, A5_C_9, A5_C_10, A5_COUNT
};

static void
sys_saddle_point_values_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A5_ONE, "1");
    op->sub(m, A5_ONE_MINUS_Q, A5_ONE, A5_X_Q);
    op->rational(m, A5_HALF, "1/2");
    op->mul(m, A5_C, A5_HALF, A5_X_Q_HAT);
    op->mul(m, A5_C_2, A5_C, A5_ONE_MINUS_Q);
    op->mul(m, A5_C_3, A5_P_ALPHA, A5_MEAN_0);
    op->add(m, A5_C_4, A5_C_3, A5_MEAN_2);
    op->sub(m, A5_C_5, A5_C_4, A5_C_2);
    op->rational(m, A5_TWO, "2");
    op->function(m, A5_LOG_C, SADDLE_LOG, A5_TWO);
    op->add(m, A5_C_6, A5_LOG_C, A5_C_3);
    op->add(m, A5_C_7, A5_C_6, A5_MEAN_2);
    op->sub(m, A5_C_8, A5_C_7, A5_C_2);
    op->mul(m, A5_C_9, A5_P_ALPHA, A5_MEAN_3);
    op->mul(m, A5_C_10, A5_C_9, A5_MEAN_1);
}

/* registers of mean_8_of_xi */
enum
{
    G8_X_Q, G8_X_Q_HAT, G8_P_ALPHA, G8_P_KAPPA, G8_T_XI, G8_ONE, G8_ONE_MINUS_Q,
    G8_SQRT_ONE_MINUS_Q, G8_SQRT_Q, G8_F, G8_F_2, G8_U, G8_H_U, G8_H_U_SQUARED,
    G8_PHI_U, G8_PHI_U_SQUARED, G8_F_3, G8_LOG_H_U, G8_COUNT
};

static void
mean_8_of_xi_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, G8_ONE, "1");
    op->sub(m, G8_ONE_MINUS_Q, G8_ONE, G8_X_Q);
    op->sqrt(m, G8_SQRT_ONE_MINUS_Q, G8_ONE_MINUS_Q);
    op->sqrt(m, G8_SQRT_Q, G8_X_Q);
}

static void
mean_8_of_xi_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G8_F, G8_SQRT_Q, G8_T_XI);
    op->sub(m, G8_F_2, G8_P_KAPPA, G8_F);
    op->div(m, G8_U, G8_F_2, G8_SQRT_ONE_MINUS_Q);
    op->function(m, G8_H_U, SADDLE_H, G8_U);
    op->power(m, G8_H_U_SQUARED, G8_H_U, 2);
    op->function(m, G8_PHI_U, SADDLE_PHI, G8_U);
    op->power(m, G8_PHI_U_SQUARED, G8_PHI_U, 2);
    op->div(m, G8_F_3, G8_PHI_U_SQUARED, G8_H_U_SQUARED);
    op->function(m, G8_LOG_H_U, SADDLE_LOG, G8_H_U);
}

/* registers of sys_alpha_c_residual */
enum
{
    A6_X_Q, A6_X_Q_HAT, A6_P_ALPHA, A6_P_KAPPA, A6_MEAN_0, A6_MEAN_1, A6_MEAN_2,
    A6_MEAN_3, A6_HALF, A6_C, A6_ONE, A6_ONE_MINUS_Q, A6_C_2, A6_C_3, A6_C_4,
    A6_C_5, A6_C_6, A6_C_7, A6_C_8, A6_C_9, A6_TWO, A6_LOG_C, A6_C_10, A6_C_11,
    A6_C_12, A6_C_13, A6_COUNT
};

static void
sys_alpha_c_residual_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A6_HALF, "1/2");
    op->mul(m, A6_C, A6_HALF, A6_X_Q_HAT);
    op->rational(m, A6_ONE, "1");
    op->sub(m, A6_ONE_MINUS_Q, A6_ONE, A6_X_Q);
    op->mul(m, A6_C_2, A6_HALF, A6_P_ALPHA);
    op->mul(m, A6_C_3, A6_C_2, A6_MEAN_0);
    op->div(m, A6_C_4, A6_C_3, A6_ONE_MINUS_Q);
    op->sub(m, A6_C_5, A6_C, A6_C_4);
    op->mul(m, A6_C_6, A6_HALF, A6_X_Q);
    op->mul(m, A6_C_7, A6_HALF, A6_MEAN_2);
    op->sub(m, A6_C_8, A6_C_6, A6_C_7);
    op->mul(m, A6_C_9, A6_C, A6_ONE_MINUS_Q);
    op->rational(m, A6_TWO, "2");
    op->function(m, A6_LOG_C, SADDLE_LOG, A6_TWO);
    op->mul(m, A6_C_10, A6_P_ALPHA, A6_MEAN_1);
    op->add(m, A6_C_11, A6_LOG_C, A6_C_10);
    op->add(m, A6_C_12, A6_C_11, A6_MEAN_3);
    op->sub(m, A6_C_13, A6_C_12, A6_C_9);
}

/* registers of mean_9_of_xi */
enum
{
    G9_X_Q, G9_X_Q_HAT, G9_P_ALPHA, G9_P_KAPPA, G9_T_XI, G9_ONE, G9_ONE_MINUS_Q,
    G9_SQRT_ONE_MINUS_Q, G9_SQRT_Q, G9_F, G9_F_2, G9_U, G9_H_U, G9_H_U_SQUARED,
    G9_PHI_U, G9_PHI_U_SQUARED, G9_F_3, G9_LOG_H_U, G9_TWO,
    G9_SQRT_ONE_MINUS_Q_TO_3, G9_F_4, G9_F_5, G9_F_6, G9_F_7, G9_F_8, G9_F_9,
    G9_C, G9_F_10, G9_F_11, G9_F_12, G9_F_9_SQUARED, G9_F_13, G9_COUNT
};

static void
mean_9_of_xi_ball_constants(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, G9_ONE, "1");
    op->sub(m, G9_ONE_MINUS_Q, G9_ONE, G9_X_Q);
    op->sqrt(m, G9_SQRT_ONE_MINUS_Q, G9_ONE_MINUS_Q);
    op->sqrt(m, G9_SQRT_Q, G9_X_Q);
    op->rational(m, G9_TWO, "2");
    op->power(m, G9_SQRT_ONE_MINUS_Q_TO_3, G9_SQRT_ONE_MINUS_Q, 3);
    op->div(m, G9_C, G9_TWO, G9_ONE_MINUS_Q);
}

static void
mean_9_of_xi_ball_integrand(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->mul(m, G9_F, G9_SQRT_Q, G9_T_XI);
    op->sub(m, G9_F_2, G9_P_KAPPA, G9_F);
    op->div(m, G9_U, G9_F_2, G9_SQRT_ONE_MINUS_Q);
    op->function(m, G9_H_U, SADDLE_H, G9_U);
    op->power(m, G9_H_U_SQUARED, G9_H_U, 2);
    op->function(m, G9_PHI_U, SADDLE_PHI, G9_U);
    op->power(m, G9_PHI_U_SQUARED, G9_PHI_U, 2);
    op->div(m, G9_F_3, G9_PHI_U_SQUARED, G9_H_U_SQUARED);
    op->function(m, G9_LOG_H_U, SADDLE_LOG, G9_H_U);
    op->mul(m, G9_F_4, G9_F_2, G9_PHI_U);
    op->div(m, G9_F_5, G9_F_4, G9_SQRT_ONE_MINUS_Q_TO_3);
    op->div(m, G9_F_6, G9_F_5, G9_H_U);
    op->div(m, G9_F_7, G9_PHI_U_SQUARED, G9_ONE_MINUS_Q);
    op->div(m, G9_F_8, G9_F_7, G9_H_U_SQUARED);
    op->sub(m, G9_F_9, G9_F_6, G9_F_8);
    op->mul(m, G9_F_10, G9_C, G9_F_9);
    op->mul(m, G9_F_11, G9_F_10, G9_PHI_U_SQUARED);
    op->div(m, G9_F_12, G9_F_11, G9_H_U_SQUARED);
    op->power(m, G9_F_9_SQUARED, G9_F_9, 2);
    op->sub(m, G9_F_13, G9_F_9_SQUARED, G9_F_12);
}

/* registers of sys_alpha_c_jacobian */
enum
{
    A7_X_Q, A7_X_Q_HAT, A7_P_ALPHA, A7_P_KAPPA, A7_MEAN_0, A7_MEAN_1, A7_MEAN_2,
    A7_MEAN_3, A7_MEAN_4, A7_MEAN_5, A7_HALF, A7_C, A7_ONE, A7_ONE_MINUS_Q,
    A7_C_2, A7_C_3, A7_C_4, A7_C_5, A7_C_6, A7_C_7, A7_C_8, A7_C_9, A7_TWO,
    A7_LOG_C, A7_C_10, A7_C_11, A7_C_12, A7_C_13, A7_C_14, A7_MINUS_C_14,
    A7_C_15, A7_C_16, A7_MINUS_C_16, A7_C_17, A7_MINUS_C_17, A7_ZERO, A7_COUNT
};

static void
sys_alpha_c_jacobian_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A7_HALF, "1/2");
    op->mul(m, A7_C, A7_HALF, A7_X_Q_HAT);
    op->rational(m, A7_ONE, "1");
    op->sub(m, A7_ONE_MINUS_Q, A7_ONE, A7_X_Q);
    op->mul(m, A7_C_2, A7_HALF, A7_P_ALPHA);
    op->mul(m, A7_C_3, A7_C_2, A7_MEAN_0);
    op->div(m, A7_C_4, A7_C_3, A7_ONE_MINUS_Q);
    op->sub(m, A7_C_5, A7_C, A7_C_4);
    op->mul(m, A7_C_6, A7_HALF, A7_X_Q);
    op->mul(m, A7_C_7, A7_HALF, A7_MEAN_3);
    op->sub(m, A7_C_8, A7_C_6, A7_C_7);
    op->mul(m, A7_C_9, A7_C, A7_ONE_MINUS_Q);
    op->rational(m, A7_TWO, "2");
    op->function(m, A7_LOG_C, SADDLE_LOG, A7_TWO);
    op->mul(m, A7_C_10, A7_P_ALPHA, A7_MEAN_1);
    op->add(m, A7_C_11, A7_LOG_C, A7_C_10);
    op->add(m, A7_C_12, A7_C_11, A7_MEAN_5);
    op->sub(m, A7_C_13, A7_C_12, A7_C_9);
    op->mul(m, A7_C_14, A7_C_2, A7_MEAN_2);
    op->neg(m, A7_MINUS_C_14, A7_C_14);
    op->mul(m, A7_C_15, A7_HALF, A7_MEAN_0);
    op->div(m, A7_C_16, A7_C_15, A7_ONE_MINUS_Q);
    op->neg(m, A7_MINUS_C_16, A7_C_16);
    op->mul(m, A7_C_17, A7_HALF, A7_MEAN_4);
    op->neg(m, A7_MINUS_C_17, A7_C_17);
    op->rational(m, A7_ZERO, "0");
}

/* registers of sys_alpha_c_range */
enum
{
    A8_X_Q, A8_X_Q_HAT, A8_P_ALPHA, A8_P_KAPPA, A8_RATIO_1_20, A8_NUMBER_8,
    A8_COUNT
};

static void
sys_alpha_c_range_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A8_RATIO_1_20, "1/20");
    op->rational(m, A8_NUMBER_8, "8");
}

/* registers of order_domain */
enum
{
    A9_X_Q, A9_X_Q_HAT, A9_P_ALPHA, A9_P_KAPPA, A9_ZERO, A9_ONE, A9_COUNT
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
    A10_X_Q, A10_X_Q_HAT, A10_P_ALPHA, A10_P_KAPPA, A10_ZERO, A10_COUNT
};

static void
parameter_domain_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A10_ZERO, "0");
}

/* registers of experiment_samples */
enum
{
    A11_X_Q, A11_X_Q_HAT, A11_P_ALPHA, A11_P_KAPPA, A11_COUNT
};

static void
experiment_samples_ball_assemble(saddle_machine_t *m)
{
    (void) m;
}

/* registers of experiment_moments */
enum
{
    A12_X_Q, A12_X_Q_HAT, A12_P_ALPHA, A12_P_KAPPA, A12_ZERO, A12_ONE, A12_COUNT
};

static void
experiment_moments_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A12_ZERO, "0");
    op->rational(m, A12_ONE, "1");
}

/* registers of weight_values */
enum
{
    A13_X_Q, A13_X_Q_HAT, A13_P_ALPHA, A13_P_KAPPA, A13_ONE, A13_C, A13_COUNT
};

static void
weight_values_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A13_ONE, "1");
    op->neg(m, A13_C, A13_ONE);
}

/* registers of allowed_ends */
enum
{
    A15_X_Q, A15_X_Q_HAT, A15_P_ALPHA, A15_P_KAPPA, A15_ZERO, A15_COUNT
};

static void
allowed_ends_ball_assemble(saddle_machine_t *m)
{
    const saddle_ops_t *op = m->ops;

    op->rational(m, A15_ZERO, "0");
}

static const int mean_1_of_xi_outputs[] = {
    G1_F_3
};
static const saddle_ball_group_t mean_1_of_xi_ball = {
    G1_COUNT,
    mean_1_of_xi_ball_constants, mean_1_of_xi_ball_integrand,
    mean_1_of_xi_outputs,
    -1, -1, NULL
};

static const int mean_2_of_xi_outputs[] = {
    G2_TANH_FIELD_SQUARED
};
static const saddle_ball_group_t mean_2_of_xi_ball = {
    G2_COUNT,
    mean_2_of_xi_ball_constants, mean_2_of_xi_ball_integrand,
    mean_2_of_xi_outputs,
    -1, -1, NULL
};

static const int sys_saddle_point_residual_outputs[] = {
    A1_C_5, A1_C_8
};
static const saddle_ball_assembly_t sys_saddle_point_residual_ball = {
    A1_COUNT,
    sys_saddle_point_residual_ball_assemble,
    sys_saddle_point_residual_outputs
};

static const int mean_3_of_xi_outputs[] = {
    G3_F_3, G3_F_13
};
static const saddle_ball_group_t mean_3_of_xi_ball = {
    G3_COUNT,
    mean_3_of_xi_ball_constants, mean_3_of_xi_ball_integrand,
    mean_3_of_xi_outputs,
    -1, -1, NULL
};

static const int mean_4_of_xi_outputs[] = {
    G4_TANH_FIELD_SQUARED, G4_F_5
};
static const saddle_ball_group_t mean_4_of_xi_ball = {
    G4_COUNT,
    mean_4_of_xi_ball_constants, mean_4_of_xi_ball_integrand,
    mean_4_of_xi_outputs,
    -1, -1, NULL
};

static const int sys_saddle_point_jacobian_outputs[] = {
    A2_C_5, A2_C_8, A2_MINUS_C_9, A2_HALF, A2_HALF, A2_MINUS_C_10
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

static const int sys_saddle_point_conjugate_map_outputs[] = {
    A4_C_2
};
static const saddle_ball_assembly_t sys_saddle_point_conjugate_map_ball = {
    A4_COUNT,
    sys_saddle_point_conjugate_map_ball_assemble,
    sys_saddle_point_conjugate_map_outputs
};

static const int mean_5_of_xi_outputs[] = {
    G5_LOG_H_U, G5_F_8_SQUARED
};
static const saddle_ball_group_t mean_5_of_xi_ball = {
    G5_COUNT,
    mean_5_of_xi_ball_constants, mean_5_of_xi_ball_integrand,
    mean_5_of_xi_outputs,
    -1, -1, NULL
};

static const int mean_6_of_xi_outputs[] = {
    G6_LOG_COSH_FIELD
};
static const saddle_ball_group_t mean_6_of_xi_ball = {
    G6_COUNT,
    mean_6_of_xi_ball_constants, mean_6_of_xi_ball_integrand,
    mean_6_of_xi_outputs,
    -1, -1, NULL
};

static const int mean_7_of_xi_outputs[] = {
    G7_F
};
static const saddle_ball_group_t mean_7_of_xi_ball = {
    G7_COUNT,
    mean_7_of_xi_ball_constants, mean_7_of_xi_ball_integrand,
    mean_7_of_xi_outputs,
    -1, -1, NULL
};

static const int sys_saddle_point_values_outputs[] = {
    A5_ONE_MINUS_Q, A5_ONE, A5_ONE, A5_C_5, A5_C_8, A5_C_10
};
static const saddle_ball_assembly_t sys_saddle_point_values_ball = {
    A5_COUNT,
    sys_saddle_point_values_ball_assemble,
    sys_saddle_point_values_outputs
};

static const int mean_8_of_xi_outputs[] = {
    G8_F_3, G8_LOG_H_U
};
static const saddle_ball_group_t mean_8_of_xi_ball = {
    G8_COUNT,
    mean_8_of_xi_ball_constants, mean_8_of_xi_ball_integrand,
    mean_8_of_xi_outputs,
    -1, -1, NULL
};

static const int sys_alpha_c_residual_outputs[] = {
    A6_C_5, A6_C_8, A6_C_13
};
static const saddle_ball_assembly_t sys_alpha_c_residual_ball = {
    A6_COUNT,
    sys_alpha_c_residual_ball_assemble,
    sys_alpha_c_residual_outputs
};

static const int mean_9_of_xi_outputs[] = {
    G9_F_3, G9_LOG_H_U, G9_F_13
};
static const saddle_ball_group_t mean_9_of_xi_ball = {
    G9_COUNT,
    mean_9_of_xi_ball_constants, mean_9_of_xi_ball_integrand,
    mean_9_of_xi_outputs,
    -1, -1, NULL
};

static const int sys_alpha_c_jacobian_outputs[] = {
    A7_C_5, A7_C_8, A7_C_13, A7_MINUS_C_14, A7_HALF, A7_MINUS_C_16, A7_HALF,
    A7_MINUS_C_17, A7_ZERO, A7_C_5, A7_C_8, A7_MEAN_1
};
static const saddle_ball_assembly_t sys_alpha_c_jacobian_ball = {
    A7_COUNT,
    sys_alpha_c_jacobian_ball_assemble,
    sys_alpha_c_jacobian_outputs
};

static const int sys_alpha_c_range_outputs[] = {
    A8_RATIO_1_20, A8_NUMBER_8
};
static const saddle_ball_assembly_t sys_alpha_c_range_ball = {
    A8_COUNT,
    sys_alpha_c_range_ball_assemble,
    sys_alpha_c_range_outputs
};

static const int order_domain_outputs[] = {
    A9_ZERO, A9_ONE, A9_ZERO, A9_ZERO
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

static const int experiment_samples_outputs[] = {
    A11_P_ALPHA
};
static const saddle_ball_assembly_t experiment_samples_ball = {
    A11_COUNT,
    experiment_samples_ball_assemble,
    experiment_samples_outputs
};

static const int experiment_moments_outputs[] = {
    A12_ZERO, A12_ONE
};
static const saddle_ball_assembly_t experiment_moments_ball = {
    A12_COUNT,
    experiment_moments_ball_assemble,
    experiment_moments_outputs
};

static const int weight_values_outputs[] = {
    A13_ONE, A13_C
};
static const saddle_ball_assembly_t weight_values_ball = {
    A13_COUNT,
    weight_values_ball_assemble,
    weight_values_outputs
};

static const int allowed_ends_outputs[] = {
    A15_P_KAPPA, A15_ZERO
};
static const saddle_ball_assembly_t allowed_ends_ball = {
    A15_COUNT,
    allowed_ends_ball_assemble,
    allowed_ends_outputs
};

static const saddle_group_t mean_1_of_xi = {
    .what = "E[xi]",
    .n_env = 4,
    .n_integrands = 1,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_1_of_xi_integrand,
    .ball = &mean_1_of_xi_ball
};

static const saddle_group_t mean_2_of_xi = {
    .what = "E[xi]",
    .n_env = 4,
    .n_integrands = 1,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_2_of_xi_integrand,
    .ball = &mean_2_of_xi_ball
};

static const saddle_group_t *const sys_saddle_point_residual_groups[] = {
    &mean_1_of_xi,
    &mean_2_of_xi
};
static const saddle_program_t sys_saddle_point_residual = {
    .n_outputs = 2,
    .n_env = 4,
    .n_integrals = 2,
    .n_groups = 2,
    .group = sys_saddle_point_residual_groups,
    .assemble = sys_saddle_point_residual_assemble,
    .ball = &sys_saddle_point_residual_ball
};

static const saddle_group_t mean_3_of_xi = {
    .what = "E[xi]",
    .n_env = 4,
    .n_integrands = 2,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_3_of_xi_integrand,
    .ball = &mean_3_of_xi_ball
};

static const saddle_group_t mean_4_of_xi = {
    .what = "E[xi]",
    .n_env = 4,
    .n_integrands = 2,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_4_of_xi_integrand,
    .ball = &mean_4_of_xi_ball
};

static const saddle_group_t *const sys_saddle_point_jacobian_groups[] = {
    &mean_3_of_xi,
    &mean_4_of_xi
};
static const saddle_program_t sys_saddle_point_jacobian = {
    .n_outputs = 6,
    .n_env = 4,
    .n_integrals = 4,
    .n_groups = 2,
    .group = sys_saddle_point_jacobian_groups,
    .assemble = sys_saddle_point_jacobian_assemble,
    .ball = &sys_saddle_point_jacobian_ball
};

static const saddle_group_t *const sys_saddle_point_overlap_map_groups[] = {
    &mean_2_of_xi
};
static const saddle_program_t sys_saddle_point_overlap_map = {
    .n_outputs = 1,
    .n_env = 4,
    .n_integrals = 1,
    .n_groups = 1,
    .group = sys_saddle_point_overlap_map_groups,
    .assemble = sys_saddle_point_overlap_map_assemble,
    .ball = &sys_saddle_point_overlap_map_ball
};

static const int system_0_map_0[] = { 0 };
static const saddle_group_t *const sys_saddle_point_conjugate_map_groups[] = {
    &mean_1_of_xi
};
static const saddle_program_t sys_saddle_point_conjugate_map = {
    .n_outputs = 1,
    .n_env = 4,
    .n_integrals = 1,
    .n_groups = 1,
    .group = sys_saddle_point_conjugate_map_groups,
    .assemble = sys_saddle_point_conjugate_map_assemble,
    .ball = &sys_saddle_point_conjugate_map_ball
};

static const int system_0_map_1[] = { 1 };
static const saddle_group_t mean_5_of_xi = {
    .what = "E[xi]",
    .n_env = 4,
    .n_integrands = 2,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_5_of_xi_integrand,
    .ball = &mean_5_of_xi_ball
};

static const saddle_group_t mean_6_of_xi = {
    .what = "E[xi]",
    .n_env = 4,
    .n_integrands = 1,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_6_of_xi_integrand,
    .ball = &mean_6_of_xi_ball
};

static const saddle_group_t mean_7_of_xi = {
    .what = "E[xi]",
    .n_env = 4,
    .n_integrands = 1,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_7_of_xi_integrand,
    .ball = &mean_7_of_xi_ball
};

static const saddle_group_t *const sys_saddle_point_values_groups[] = {
    &mean_5_of_xi,
    &mean_6_of_xi,
    &mean_7_of_xi
};
static const saddle_program_t sys_saddle_point_values = {
    .n_outputs = 6,
    .n_env = 4,
    .n_integrals = 4,
    .n_groups = 3,
    .group = sys_saddle_point_values_groups,
    .assemble = sys_saddle_point_values_assemble,
    .ball = &sys_saddle_point_values_ball
};

static const int system_0_unknown[] = { 0, 1 };
static const saddle_name_t system_0_names[] = {
    { "V", "self-overlap minus q", 0 },
    { "r", "self-overlap", 0 },
    { "rho", "second moment of the law of the weights", 0 },
    { "free_entropy", "log of the volume per weight", 0 },
    { "entropy", "entropy of the solutions, per weight", 0 },
    { "replicon", "stable below 1", 0 }
};
static const saddle_system_t system_0 = {
    .kind = SADDLE_SADDLE_POINT,
    .name = "saddle_point",
    .line = 2,
    .boundary = -1,
    .n = 2,
    .unknown = system_0_unknown,
    .residual = &sys_saddle_point_residual,
    .jacobian = &sys_saddle_point_jacobian,
    .map = { &sys_saddle_point_overlap_map, &sys_saddle_point_conjugate_map },
    .n_map = { 1, 1 },
    .map_unknown[0] = system_0_map_0,
    .map_unknown[1] = system_0_map_1,
    .n_values = 6,
    .value_name = system_0_names,
    .values = &sys_saddle_point_values,
    .n_sides = 0,
    .sides = NULL,
    .range = NULL,
};

static const saddle_group_t mean_8_of_xi = {
    .what = "E[xi]",
    .n_env = 4,
    .n_integrands = 2,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_8_of_xi_integrand,
    .ball = &mean_8_of_xi_ball
};

static const saddle_group_t *const sys_alpha_c_residual_groups[] = {
    &mean_8_of_xi,
    &mean_2_of_xi,
    &mean_6_of_xi
};
static const saddle_program_t sys_alpha_c_residual = {
    .n_outputs = 3,
    .n_env = 4,
    .n_integrals = 4,
    .n_groups = 3,
    .group = sys_alpha_c_residual_groups,
    .assemble = sys_alpha_c_residual_assemble,
    .ball = &sys_alpha_c_residual_ball
};

static const saddle_group_t mean_9_of_xi = {
    .what = "E[xi]",
    .n_env = 4,
    .n_integrands = 3,
    .weight_gauss = 1,
    .lo_infinite = 1,
    .hi_infinite = 1,
    .n_breaks = 0,
    .n_inner_values = 0,
    .n_inner = 0,
    .limits = whole_line,
    .integrand = mean_9_of_xi_integrand,
    .ball = &mean_9_of_xi_ball
};

static const saddle_group_t *const sys_alpha_c_jacobian_groups[] = {
    &mean_9_of_xi,
    &mean_4_of_xi,
    &mean_6_of_xi
};
static const saddle_program_t sys_alpha_c_jacobian = {
    .n_outputs = 12,
    .n_env = 4,
    .n_integrals = 6,
    .n_groups = 3,
    .group = sys_alpha_c_jacobian_groups,
    .assemble = sys_alpha_c_jacobian_assemble,
    .ball = &sys_alpha_c_jacobian_ball
};

static const saddle_program_t sys_alpha_c_range = {
    .n_outputs = 2,
    .n_env = 4,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = sys_alpha_c_range_assemble,
    .ball = &sys_alpha_c_range_ball
};

static const int system_1_unknown[] = { 0, 1, 2 };
static const saddle_name_t system_1_names[] = {
    { "V", "self-overlap minus q", 0 },
    { "r", "self-overlap", 0 },
    { "rho", "second moment of the law of the weights", 0 },
    { "free_entropy", "log of the volume per weight", 0 },
    { "entropy", "entropy of the solutions, per weight", 0 },
    { "replicon", "stable below 1", 0 }
};
static const saddle_system_t system_1 = {
    .kind = SADDLE_THRESHOLD,
    .name = "alpha_c",
    .line = 13,
    .boundary = -1,
    .n = 3,
    .unknown = system_1_unknown,
    .condition = SADDLE_IS_EQUATION,
    .residual = &sys_alpha_c_residual,
    .jacobian = &sys_alpha_c_jacobian,
    .map = { NULL, NULL },
    .n_map = { 0, 0 },
    .n_values = 6,
    .value_name = system_1_names,
    .values = &sys_saddle_point_values,
    .n_sides = 0,
    .sides = NULL,
    .range = &sys_alpha_c_range,
    .equation =
        "(add (mul -1/2 (sym q_hat) (add 1 (mul -1 (sym q)))) "
        "(mul (sym alpha) (gauss (log (gauss (if (le (sym kappa) "
        "(add (mul (pow (sym q) 1/2) (var 1)) (mul (var 0) (pow "
        "(add 1 (mul -1 (sym q))) 1/2)))) 1 0))))) (gauss (log "
        "(add (exp (mul -1 (pow (sym q_hat) 1/2) (var 0))) (exp "
        "(mul (pow (sym q_hat) 1/2) (var 0)))))))",
    .equation_text =
        "-(1 - q)*q_hat/2 + E[xi](log(exp(-sqrt(q_hat)*xi) + exp(sqrt(q_ha"
        "t)*xi))) + alpha*E[xi](log(E[u](if kappa <= sqrt(q)*xi "
        "+ sqrt(1 - q)*u then 1 else 0)))",
};

static const saddle_system_t *const systems[] = {
    &system_0,
    &system_1
};

static const saddle_program_t order_domain = {
    .n_outputs = 4,
    .n_env = 4,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = order_domain_assemble,
    .ball = &order_domain_ball
};

static const saddle_program_t parameter_domain = {
    .n_outputs = 4,
    .n_env = 4,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = parameter_domain_assemble,
    .ball = &parameter_domain_ball
};

static const saddle_program_t experiment_samples = {
    .n_outputs = 1,
    .n_env = 4,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = experiment_samples_assemble,
    .ball = &experiment_samples_ball
};

static const saddle_program_t experiment_moments = {
    .n_outputs = 2,
    .n_env = 4,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = experiment_moments_assemble,
    .ball = &experiment_moments_ball
};

static const saddle_program_t weight_values = {
    .n_outputs = 2,
    .n_env = 4,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = weight_values_assemble,
    .ball = &weight_values_ball
};

static const saddle_program_t allowed_intervals = {
    .n_outputs = 2,
    .n_env = 4,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = allowed_intervals_assemble,
    .ball = NULL
};

static const saddle_program_t allowed_ends = {
    .n_outputs = 2,
    .n_env = 4,
    .n_integrals = 0,
    .n_groups = 0,
    .assemble = allowed_ends_assemble,
    .ball = &allowed_ends_ball
};

static const saddle_experiment_t experiment = {
    .samples = &experiment_samples,
    .moments = &experiment_moments,
    .sphere = 0,
    .weight = NULL,
    .label = NULL,
    .n_atoms = 0,
    .n_pieces = 0,
    .kinds = NULL,
    .weights = NULL,
    .labels = NULL,
    .loss = NULL,
    .penalty = NULL,
    .allowed = NULL,
    .loss_shape = SADDLE_QUADRATIC,
    .penalty_shape = SADDLE_QUADRATIC,
    .predict = NULL,
    .n_values = 2,
    .n_intervals = 1,
    .values = &weight_values,
    .intervals = &allowed_intervals,
    .ends = &allowed_ends,
    .infinite_ends = 2
};

static const saddle_variable_t orders[] = {
    {
        .name = "q",
        .description = "overlap of two solutions",
        .domain = ">= 0, < 1",
        .line = 0, .stage = 0,
        .lo_infinite = 0, .hi_infinite = 0,
        .lo_open = 0, .hi_open = 1
    },
    {
        .name = "q_hat",
        .description = "conjugate of q",
        .domain = ">= 0",
        .line = 0, .stage = 1,
        .lo_infinite = 0, .hi_infinite = 1,
        .lo_open = 0, .hi_open = 1
    }
};

static const saddle_variable_t parameters[] = {
    {
        .name = "alpha",
        .description = "constraints per weight, M/N",
        .domain = "> 0",
        .line = 5, .stage = 0,
        .lo_infinite = 0, .hi_infinite = 1,
        .lo_open = 1, .hi_open = 0
    },
    {
        .name = "kappa",
        .description = "margin",
        .has_default = 1,
        .default_value = "0",
        .domain = "real",
        .line = 6, .stage = 0,
        .lo_infinite = 1, .hi_infinite = 1,
        .lo_open = 0, .hi_open = 0
    }
};

const saddle_model_t saddle_model = {
    .abi = SADDLE_ABI,
    .name = "binary_perceptron",
    .version = "0.1.0",
    .spec_hash =
        "5aa9a96acd5bc348a0503cc048964a65b529a1069a494cf423c9ae40ddfd67f7",
    .spec_text =
        "# Storage capacity of the perceptron with binary weights.\n"
        "model binary_perceptron\n"
        "  cite \"W. Krauth, M. Mezard, J. Phys. France 50 (1989) "
        "3057\"\n"
        "\n"
        "  parameter alpha > 0      \"constraints per weight, "
        "M/N\"\n"
        "  parameter kappa = 0      \"margin\"\n"
        "\n"
        "  weights  w ~ rademacher\n"
        "  samples  alpha\n"
        "  require  z >= kappa\n"
        "  ansatz   rs\n"
        "\n"
        "  threshold alpha_c in alpha = 0.05 .. 8 where entropy "
        "== 0\n"
        "  reference alpha_c = 0.8330785995 +/- 5e-10  \"J. Ding, "
        "N. Sun, arXiv:1809.07742, Prop. 1.1\"\n"
        "end\n",
    .potential =
        "(add (mul -1/2 (sym q_hat) (add 1 (mul -1 (sym q)))) "
        "(mul -1 (log 2)) (mul (sym alpha) (gauss (log (gauss "
        "(if (le (sym kappa) (add (mul (pow (sym q) 1/2) (var "
        "1)) (mul (var 0) (pow (add 1 (mul -1 (sym q))) 1/2)))) "
        "1 0))))) (gauss (log (add (exp (mul -1 (pow (sym q_hat) "
        "1/2) (var 0))) (exp (mul (pow (sym q_hat) 1/2) (var 0)))))))",
    .potential_text =
        "-(1 - q)*q_hat/2 + E[xi](log_Z_w(sqrt(q_hat)*xi)) + alpha*E[xi](l"
        "og_Z_out(sqrt(q)*xi, 1 - q))",
    .n_orders = 2,
    .order = orders,
    .n_parameters = 2,
    .parameter = parameters,
    .order_equation = NULL,
    .order_domain = &order_domain,
    .parameter_domain = &parameter_domain,
    .n_boundaries = 0,
    .n_starts = 0,
    .n_systems = 2,
    .system = systems,
    .experiment = &experiment,
};
