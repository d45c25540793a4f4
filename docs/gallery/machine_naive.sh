# Fixed points of naive mean field of a machine trained by it on drawn digits: magnetisations and -Γ.
saddle rbm train --data digits:size=12 --hidden 64 --rate 0.3 --epochs 100 --method naive -o naive.h5
saddle rbm fixed-points naive.h5 --data digits:size=12 --method naive --plot machine_naive.svg
