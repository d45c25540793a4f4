# Two students of two teachers: the plateau on which they agree, and the time at which they specialise; gradient descent at N = 1000 beside the equations.
saddle online "$MODELS/dynamics/committee.saddle" --simulate --size 1000 --trials 10 \
    --times log:1:300:13 --plot specialisation.svg -o runs.csv -q || [ $? -eq 1 ]
