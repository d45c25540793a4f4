# Capacity of the symmetric binary perceptron, over the width of the window.
saddle sweep "$MODELS/storage/symmetric_binary_perceptron.saddle" kappa=0.4:2:0.1 --threshold alpha_c -o window.csv --plot window.svg
