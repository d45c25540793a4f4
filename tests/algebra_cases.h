/* tests/algebra_cases.h -- cases of the algebra with a known answer. */
#ifndef SADDLE_ALGEBRA_CASES_H
#define SADDLE_ALGEBRA_CASES_H

void case_exact_values(void);
void case_powers(void);
void case_products(void);
void case_functions(void);
void case_conditions(void);
void case_binders(void);
void case_infinity(void);
void case_polynomial(void);
void case_identities(void);
void case_perceptron(void);
void case_perceptron_written_out(void);
void case_spin_glass(void);
void case_nested_average(void);
void case_integral_ends(void);
void case_envelope(void);
void case_definitions(void);
void case_prior_tower(void);
void case_long(void);
void case_deep(void);
void case_limit(void);
void case_decimals(void);

#define ALGEBRA_CASES                                                         \
    { "exact values", case_exact_values },                                    \
    { "powers", case_powers },                                                \
    { "products", case_products },                                            \
    { "functions", case_functions },                                          \
    { "conditions", case_conditions },                                        \
    { "binders", case_binders },                                              \
    { "infinity", case_infinity },                                            \
    { "polynomials", case_polynomial },                                       \
    { "identities are proved", case_identities },                             \
    { "perceptron: q_hat = alpha E g^2", case_perceptron },                   \
    { "perceptron, written out", case_perceptron_written_out },               \
    { "spin glass: q = E tanh^2", case_spin_glass },                          \
    { "an average in a logarithm", case_nested_average },                     \
    { "integral with moving ends", case_integral_ends },                      \
    { "envelope theorem", case_envelope },                                    \
    { "definitions", case_definitions },                                      \
    { "tower of a prior", case_prior_tower },                                 \
    { "100,000 terms", case_long },                                           \
    { "deep trees", case_deep },                                              \
    { "memory limit", case_limit },                                           \
    { "decimals", case_decimals }

#endif
