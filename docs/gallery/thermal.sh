# Errors of patterns beyond capacity, at three temperatures.
saddle sweep "$MODELS/gibbs/gardner_derrida.saddle" alpha=0.5:5:0.25 beta=1,2,4 -o thermal.csv --plot thermal.svg --y training_loss
