/* test_training.c - the training flag and the synchronous trainer. */
#include "check.h"

#include "base/mem.h"
#include "train/training.h"

/* What the functions below write down. */
struct seen {
    peri_trainer *trainer;
    int64_t now; /* a clock that moves 7 ns a look */
    int runs;
    bool flag_inside, flag_in_listener;
    peri_training last;
    int result;
};

static int64_t look_at_clock(void *ctx)
{
    return ((struct seen *)ctx)->now += 7;
}

static void keep(void *ctx, const peri_training *training)
{
    struct seen *seen = ctx;
    seen->last = *training;
    seen->flag_in_listener = peri_trainer_is_training(seen->trainer);
}

static int train(void *ctx, peri_error *err)
{
    struct seen *seen = ctx;
    seen->runs++;
    seen->flag_inside = peri_trainer_is_training(seen->trainer);
    return seen->result == PERI_OK ? PERI_OK : peri_fail(err, seen->result, "it broke");
}

SUITE(training_runs_under_the_flag)
{
    struct seen seen = {0};
    peri_error err = {0};
    CHECK_INT("opens", peri_trainer_open(NULL, look_at_clock, keep, &seen, &seen.trainer, &err),
              PERI_OK);
    CHECK("down before", !peri_trainer_is_training(seen.trainer));
    CHECK_INT("runs", peri_trainer_run(seen.trainer, "weekly", 42, train, &seen, &err), PERI_OK);
    CHECK("up inside", seen.flag_inside);
    CHECK("down for the listener", !seen.flag_in_listener);
    CHECK("down after", !peri_trainer_is_training(seen.trainer));
    CHECK_STR("name", seen.last.name, "weekly");
    CHECK_INT("number", seen.last.number, 1);
    CHECK_INT("due", seen.last.due_utc, 42);
    CHECK_INT("duration by the given clock", seen.last.duration_ns, 7);
    CHECK_INT("outcome", seen.last.outcome, PERI_TRAINING_DONE);
    peri_trainer_close(seen.trainer);
}

SUITE(training_that_fails)
{
    struct seen seen = {.result = PERI_ESCRIPT};
    peri_error err = {0};
    CHECK_INT("opens", peri_trainer_open(NULL, NULL, keep, &seen, &seen.trainer, &err), PERI_OK);
    CHECK_INT("its error comes back",
              peri_trainer_run(seen.trainer, "weekly", 1, train, &seen, &err), PERI_ESCRIPT);
    CHECK_STR("as it was", err.text, "it broke");
    CHECK_INT("called once", seen.runs, 1);
    CHECK("the flag is down", !peri_trainer_is_training(seen.trainer));
    CHECK_INT("outcome", seen.last.outcome, PERI_TRAINING_FAILED);
    CHECK_INT("no clock, no duration", seen.last.duration_ns, 0);
    CHECK_INT("counted", peri_trainer_count(seen.trainer), 1);
    peri_trainer_close(seen.trainer);
    peri_trainer_close(NULL);
}

SUITE(training_out_of_memory)
{
    peri_trainer *trainer;
    int64_t live = peri_mem_live();
    peri_mem_fail_at(1);
    CHECK_INT("no memory", peri_trainer_open(NULL, NULL, NULL, NULL, &trainer, NULL), PERI_ENOMEM);
    peri_mem_fail_at(0);
    CHECK("nothing comes out", trainer == NULL);
    CHECK_INT("no leak", peri_mem_live(), live);
}
