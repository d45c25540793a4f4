# The largest margin of a separable problem.
saddle sweep "$MODELS/erm/maximum_margin.saddle" alpha=0.2:4:0.1 -o margin.csv --plot margin.svg --y margin
