# One unit learns a linear teacher with noisy labels: small learning rates end lower and later, beyond eta = 2 there is no learning; and the perceptron rule, whose error comes to the same law for all of them.
cat > linear.saddle <<'END'
model linear
  parameter eta > 0
  teacher w0 ~ sphere
  noise   xi ~ normal(0, 1/10)
  labels  y = z0 + xi
  learner online(eta)
  loss    (y - z)^2/2
  start at R = 0, Q = 1/4
  until t = 100
end
END
cat > perceptron.saddle <<'END'
model perceptron
  parameter eta > 0
  teacher w0 ~ sphere
  labels  y = sign(z0)
  learner online(eta)
  update  (if y*z < 0 then y else 0)
  start at R = 0, Q = 1
  until t = 1000
end
END
for eta in 0.05 0.2 1 1.8 2.1
do
    saddle online linear.saddle eta=$eta --times log:0.01:100:60 -q \
        -o linear_$eta.csv > report
done
for eta in 0.1 0.3 1 3
do
    saddle online perceptron.saddle eta=$eta --times log:0.1:1000:60 -q \
        -o perceptron_$eta.csv > report
done
gnuplot <<END
set terminal svg size 720,760 font "sans,13"
set output "learning_rate.svg"
set datafile separator ","
set multiplot layout 2,1
set logscale xy; set format y "10^{%L}"; set xlabel "t"
set ylabel "generalisation error"; set key outside right
set title "linear unit, square loss"; set yrange [1e-3:10]
plot for [eta in "0.05 0.2 1 1.8 2.1"] "linear_".eta.".csv" \\
    using "t":"generalisation_error" with lines lw 2 title "η = ".eta
set title "perceptron rule"; set yrange [0.02:1]
plot for [eta in "0.1 0.3 1 3"] "perceptron_".eta.".csv" \\
    using "t":"generalisation_error" with lines lw 2 title "η = ".eta
unset multiplot
END
