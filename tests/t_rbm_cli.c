/* tests/t_rbm_cli.c -- bad input of `saddle rbm train`, and --resume. */
#include "harness.h"
#include "shell.h"

#include <stdio.h>

#define TRAIN "rbm train -q --data bars:size=4,n=200 "
#define AGAIN "rbm train -q --resume --epochs 4 -o @/m.h5 "

static void
test_output(void)
{
    expect(6, TRAIN "-o @/absent/m.h5");
    CU_ASSERT(has(err, "cannot be written"));
    expect(6, TRAIN "-o @/m.h5 --csv @/absent/m.csv");
    expect(6, TRAIN "-o @/m.h5 --plot @/absent/m.svg");
    expect(5, TRAIN "-o @/m.h5 --hidden 1000000000");
    CU_ASSERT(has(err, "GB are free"));
    CU_ASSERT(shell("test ! -e @/m.h5") == 0);
}

static void
test_data(void)
{
    write_file("short.csv", "0,1,0\n1,0\n");
    write_file("nan.csv", "0,1,0\n1,nan,0\n");
    write_file("empty.idx", "");
    write_file("magic.idx", "no such format of images");
    expect(4, "rbm train -q --data @/short.csv -o @/m.h5");
    CU_ASSERT(has(err, "short.csv:2: 2 fields"));
    expect(4, "rbm train -q --data @/nan.csv -o @/m.h5");
    CU_ASSERT(has(err, "value 2 of pattern 2 is nan"));
    expect(4, "rbm train -q --data @/empty.idx -o @/m.h5");
    CU_ASSERT(has(err, "the file is empty"));
    expect(4, "rbm train -q --data @/magic.idx -o @/m.h5");
    CU_ASSERT(has(err, "is not that of an IDX file"));
    expect(4, TRAIN "--validation bars:size=5 -o @/m.h5");
    CU_ASSERT(has(err, "patterns have 25 values"));
    CU_ASSERT(shell("test ! -e @/m.h5") == 0);
}

/* What is given again has to be what the training was begun with. */
static void
test_resume(void)
{
    expect(0, TRAIN "--hidden 5 --epochs 2 -o @/m.h5");
    CU_ASSERT(shell("cp @/m.h5 @/whole.h5") == 0);
    expect(2, AGAIN "--hidden 6");
    CU_ASSERT(has(err, "was begun with 5"));
    expect(2, AGAIN "--method pcd");
    expect(2, AGAIN "--rate 0.3");
    expect(2, AGAIN "--carry");
    expect(2, AGAIN "--visible gauss");
    expect(2, AGAIN "--threshold 0.2");
    expect(2, AGAIN "--seed 2");
    expect(4, AGAIN "--data bars:size=5,n=200");
    CU_ASSERT(has(err, "not the data that"));
    CU_ASSERT(shell("head -c 3000 @/m.h5 > @/cut.h5 && cp @/cut.h5 @/old.h5")
              == 0);
    expect(4, "rbm train -q --resume --epochs 4 -o @/cut.h5");
    CU_ASSERT(has(err, "damaged or cut short"));
    CU_ASSERT(shell("cmp @/cut.h5 @/old.h5 && cmp @/m.h5 @/whole.h5") == 0);
    expect(0, AGAIN "--data bars:size=4,n=200 --hidden 5 --batch 100 "
                    "--method tap2 --rate 0.1");
    CU_ASSERT(shell("cmp -s @/m.h5 @/whole.h5") == 1);
    CU_ASSERT(shell("sleep 1.1") == 0);
    expect(0, TRAIN "--hidden 5 --epochs 2 -o @/m.h5");
    CU_ASSERT(shell("cmp @/m.h5 @/whole.h5") == 0);     /* at any time */
}

int
main(void)
{
    static const harness_test_t tests[] = {
        { "output that cannot be written", test_output },
        { "bad data", test_data },
        { "a training that goes on", test_resume },
        { NULL, NULL },
    };
    int status;

    if (!shell_open())
        return 1;
    status = harness_run("rbm: bad input", tests);
    return shell_close() == 0 ? status : 1;
}
