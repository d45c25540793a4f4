# Capacity of the perceptron with binary weights, over the margin.
saddle sweep "$MODELS/storage/binary_perceptron.saddle" kappa=-0.5:1.5:0.25 --threshold alpha_c -o capacity.csv --plot capacity.svg
