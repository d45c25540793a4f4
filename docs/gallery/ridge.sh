# Double descent of ridge regression, for four penalties.
saddle new ridge --like erm
saddle sweep ridge.saddle alpha=0.1:3:0.05 lambda=1/1000,1/100,1/10,1 -o ridge.csv --plot ridge.svg --y generalisation_error
