# The overlap of the Sherrington-Kirkpatrick model, without and in a field.
saddle sweep "$MODELS/spin_glass/sk.saddle" beta=0.5:4:0.1 h=0,1/10,1/2 -o glass.csv --plot glass.svg --y q
