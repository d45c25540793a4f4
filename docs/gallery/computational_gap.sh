# The computational gap: message passing from both starts beside the theory's branches.
# Between alpha_it and alpha_alg the teacher can be found, but not by AMP.
model="$MODELS/bayes/bayes_sign_binary.saddle"
saddle sweep "$model" alpha=0.6:1.7:0.05 --all -o theory.csv
for start in uninformed 30
do
    saddle amp "$model" alpha=0.6:1.7:0.1 --size 1000 --trials 6 --from $start \
        --iterations 100 -q -o trials.csv > report || [ $? -eq 1 ]
    # mean and error of the overlap at each alpha
    awk -F, '$1 == 1000 {
            n[$3]++; sum[$3] += $4; square[$3] += $4 * $4 }
        END { for (alpha in n)
              {
                  mean = sum[alpha] / n[alpha]
                  left = square[alpha] / n[alpha] - mean * mean
                  printf "%s,%g,%g\n", alpha, mean,
                         sqrt((left > 0 ? left : 0) / (n[alpha] - 1))
              } }' trials.csv > amp_$start.dat
done
for name in alpha_it alpha_alg
do
    saddle certify "$model" $name --digits 6 -q --json |
        sed -n 's/.*"lower": "\([0-9.]*\)".*/\1/p' > $name
done
gnuplot <<END
set terminal svg size 720,440 font "sans,13"
set output "computational_gap.svg"
set datafile separator ","
set key at graph 0.98, graph 0.5 right
set xlabel "α"; set ylabel "overlap q"; set yrange [0.2:1.05]
set arrow from $(cat alpha_it),0.2 to $(cat alpha_it),1.05 nohead dt 2
set arrow from $(cat alpha_alg),0.2 to $(cat alpha_alg),1.05 nohead dt 2
set label "α_{it}" at $(cat alpha_it),0.25 offset 0.5
set label "α_{alg}" at $(cat alpha_alg),0.25 offset 0.5
plot "theory.csv" using "alpha":"q" with points pt 7 ps 0.4 lc 8 \\
         title "theory, all states", \\
     "amp_uninformed.dat" using 1:2:3 with yerrorbars pt 6 lc 1 \\
         title "AMP from the prior", \\
     "amp_30.dat" using 1:2:3 with yerrorbars pt 4 lc 2 \\
         title "AMP from near the teacher"
END
