# A binary teacher learned by the Bayes-optimal student: both states.
saddle sweep "$MODELS/bayes/bayes_sign_binary.saddle" alpha=0.1:1.6:0.1 --all -o bayes_binary.csv --plot bayes_binary.svg --y q
