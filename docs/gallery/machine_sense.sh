# Compressed sensing: share of signals found by AMP, with five priors of the support.
saddle rbm train --data digits --hidden 100 --rate 0.3 --epochs 120 -o digits.h5
saddle rbm sense digits.h5 --data digits --alpha 0.1:0.45:0.05 --trials 40 --csv machine_sense.csv --plot machine_sense.svg
