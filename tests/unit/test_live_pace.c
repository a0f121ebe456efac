/* test_live_pace.c - a live run whose real time the test makes: who gets a turn, what the clock
 * shows. */
#include <math.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "check.h"
#include "engine_kit.h"
#include "time/civil.h"

enum {
    PAUSES = 64,
    MOST_NAPS = 20000
};

/* What a pause between steps saw. */
struct pause {
    int64_t real, clock;
};

struct kit {
    peri_engine *engine;
    atomic_llong now; /* real time: moves by `stride` at each look */
    int64_t stride;
    bool trains;
    int steps, yields;
    int told_at; /* steps until the training's end was told; -1: it was not */
    atomic_bool has_turn;
    struct pause pauses[PAUSES]; /* behind the first step, before the second */
    int pause_n;
};

static int64_t look_at_clock(void *ctx)
{
    struct kit *kit = ctx;
    return atomic_fetch_add(&kit->now, kit->stride) + kit->stride;
}

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
}

static int initialize(void *ctx, peri_error *err)
{
    const struct kit *kit = ctx;
    int rc = engine_kit_add_days(kit->engine, "PACE", err);
    return rc == PERI_OK && kit->trains ? engine_kit_train_now(kit->engine, "fit", err) : rc;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    (void)slice;
    (void)err;
    ((struct kit *)ctx)->steps++;
    return PERI_OK;
}

static int on_event(void *ctx, const peri_event *event, int64_t due_utc, peri_error *err)
{
    (void)ctx;
    (void)event;
    (void)due_utc;
    (void)err;
    return PERI_OK;
}

static int on_training_ended(void *ctx, const peri_training_run *run, peri_error *err)
{
    struct kit *kit = ctx;
    (void)run;
    (void)err;
    kit->told_at = kit->steps;
    return PERI_OK;
}

static int on_pause(void *ctx, peri_error *err)
{
    struct kit *kit = ctx;
    (void)err;
    if (kit->steps == 1 && kit->pause_n < PAUSES)
        kit->pauses[kit->pause_n++] =
            (struct pause){atomic_load(&kit->now), peri_engine_clock(kit->engine)};
    return PERI_OK;
}

/* A training comes in when the strategy's thread lets go. */
static void come_in(void *ctx, int worker)
{
    struct kit *kit = ctx;
    (void)worker;
    while (!atomic_load(&kit->has_turn))
        nap();
}

static void go_out(void *ctx, int worker)
{
    (void)ctx;
    (void)worker;
}

static void let_go(void *ctx)
{
    atomic_store(&((struct kit *)ctx)->has_turn, true);
}

static void come_back(void *ctx)
{
    (void)ctx;
}

/* Long enough for the training to end. */
static void yield(void *ctx, int64_t ns)
{
    struct kit *kit = ctx;
    CHECK("a moment", ns > 0);
    kit->yields++;
    let_go(ctx);
    for (int i = 0; i < MOST_NAPS && peri_trainer_is_training(peri_engine_trainer(kit->engine));
         i++)
        nap();
}

static void play(struct kit *kit, double speed)
{
    static const char bars[] = "date,open,high,low,close\n2020-03-02,1,1,1,1\n2020-03-03,2,2,2,2\n"
                               "2020-03-04,3,3,3,3\n";
    peri_error err = {.text = ""};
    peri_result result;
    check_write("PACE.csv", bars, (long)strlen(bars));
    const peri_engine_options options = {.data_dir = check_tmp(),
                                         .clock = look_at_clock,
                                         .threads = {1, come_in, go_out, NULL},
                                         .ctx = kit};
    const peri_strategy strategy = {.ctx = kit,
                                    .initialize = initialize,
                                    .on_data = on_data,
                                    .on_event = on_event,
                                    .on_pause = on_pause,
                                    .on_training_ended = on_training_ended};
    const peri_live_options live = {
        .speed = speed, .leave = let_go, .enter = come_back, .yield = yield, .ctx = kit};
    kit->told_at = -1;
    CHECK_INT("opens", peri_engine_open(&options, &kit->engine, &err), PERI_OK);
    CHECK_INT("runs", peri_engine_run_live(kit->engine, &strategy, &live, &result, &err), PERI_OK);
    CHECK_INT("steps", kit->steps, 3);
    peri_engine_close(kit->engine);
}

/* Without a pace the strategy's thread never waits before the end of the data. */
SUITE(live_without_a_rest_lets_trainings_come)
{
    static struct kit slow = {.stride = PERI_SECOND / 50, .trains = true};
    play(&slow, HUGE_VAL);
    CHECK("it yields", slow.yields > 0);
    CHECK("the training's end is told before that of the data",
          slow.told_at >= 0 && slow.told_at < slow.steps);
    static struct kit quick = {.stride = 1, .trains = true};
    play(&quick, HUGE_VAL);
    CHECK_INT("a run that is over at once does not", quick.yields, 0);
    CHECK_INT("it is awaited at the end", quick.told_at, 3);
}

/* Half an hour passes at each look: between two bars the clock shows it as it passes. */
SUITE(live_clock_shows_the_time_between_steps)
{
    static const double SPEED = 1e9;
    static struct kit kit = {.stride = 1800};
    play(&kit, SPEED);
    const struct pause *first = NULL;
    int seen = 0;
    for (int i = 1; i < kit.pause_n; i++) {
        const struct pause *at = &kit.pauses[i];
        if (at->clock == at[-1].clock)
            continue; /* something is due */
        if (first && !CHECK_INT("as much as has passed", at->clock - first->clock,
                                (at->real - first->real) * (int64_t)SPEED))
            break;
        seen += first != NULL;
        first = first ? first : at;
    }
    CHECK("often", seen >= 5);
}
