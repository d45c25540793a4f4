# Generalisation error of the Bayes-optimal perceptron.
saddle sweep "$MODELS/bayes/bayes_sign_gaussian.saddle" alpha=0.1:6:0.1 -o bayes_gaussian.csv --plot bayes_gaussian.svg --y generalisation_error
