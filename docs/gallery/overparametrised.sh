# More students than teachers, noisy labels: the final error grows with their number for a fixed second layer of ones, falls for a normalised and for a learned one.
spec() {
    cat > "$1.saddle" <<END
model $1
  parameter eta > 0 default 1/5
  parameter sigma >= 0 default 1/10
  hidden     K = 2   "students"
  hidden     M = 2   "teachers"
  activation g(u) = erf(u/sqrt(2))
  teacher    w0 ~ normal(0, 1)
  noise      xi ~ normal(0, sigma^2)
  labels     y = sum[m in 1 .. M](v0[m]*g(z0[m])) + xi
  learner    online(eta)
  loss       (y - sum[k in 1 .. K](v[k]*g(z[k])))^2/2
  second_layer $2
  start at R[k,m] = (if k == m or k == m + 2 or k == m + 4 or k == m + 6
                     then 1/10 else 1/40) + k*m/1000,
           Q = 1/4, v = $3, v0 = $4
  until t = 20000
end
END
    for K in 2 4 6 8
    do
        saddle online "$1.saddle" K=$K --times 20000 -q -o course.csv > report
        grep -v '^#' course.csv | awk -F, -v K=$K 'NR == 2 { print K, $2 }'
    done > "$1.dat"
}
spec ones fixed 1 1
spec normalised fixed 1/K 1/M
spec learned 'learned(eta)' 2/K 1
gnuplot <<END
set terminal svg size 720,440 font "sans,13"
set output "overparametrised.svg"
set logscale y; set format y "10^{%L}"; set xtics 2
set xlabel "students K, for M = 2 teachers"
set ylabel "generalisation error at t = 20000"
set key top left
plot "ones.dat" with linespoints pt 7 lw 2 title "second layer 1", \\
     "learned.dat" with linespoints pt 5 lw 2 title "second layer learned", \\
     "normalised.dat" with linespoints pt 9 lw 2 title "second layer 1/K"
END
