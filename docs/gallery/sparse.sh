# A map: error of sparse weights seen through noisy signs.
saddle new sparse --like bayes
saddle sweep sparse.saddle alpha=0.2:4:0.2 rho=0.05:1:0.05 -o sparse.csv --plot sparse.svg --y mmse
