# Fixed points of TAP2 of a machine trained by it on the same digits.
saddle rbm train --data digits:size=12 --hidden 64 --rate 0.3 --epochs 100 --method tap2 -o tap2.h5
saddle rbm fixed-points tap2.h5 --data digits:size=12 --method tap2 --plot machine_tap2.svg
