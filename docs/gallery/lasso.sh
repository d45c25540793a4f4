# LASSO: mean square error over the strength of the penalty.
saddle sweep "$MODELS/erm/lasso.saddle" lambda=log:0.01:2:25 alpha=1/2,1,2 density=1/10 Delta=1/100 -o lasso.csv --plot lasso.svg --y generalisation_error
