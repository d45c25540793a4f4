# Entropy of the solutions of the binary perceptron, for three margins.
saddle sweep "$MODELS/storage/binary_perceptron.saddle" alpha=0.02:0.84:0.02 kappa=0,1/4,1/2 -o entropy.csv --plot entropy.svg --y entropy
