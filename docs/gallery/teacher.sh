# The version space of a spherical perceptron: overlap with the teacher.
saddle sweep "$MODELS/gibbs/gyorgyi_tishby.saddle" alpha=0.1:5:0.1 kappa=0,1/2,1 -o teacher.csv --plot teacher.svg --y m
