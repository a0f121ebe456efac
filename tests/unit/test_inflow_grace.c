/* test_inflow_grace.c - the last trades of a bar may come a little behind its end; the wall's clock
 * is the test's. */
#include "check.h"

#include "base/clock.h"
#include "engine/engine.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What happens, each when the run has nothing more to do before it. */
enum stage {
    FIRST_TRADE, /* comes within the minute */
    END_OF_BAR,  /* the wall's clock passes it by some ms */
    LAST_TRADE,  /* of the bar that has ended */
    LATER,       /* the wall's clock passes all that is waited for */
    CLOSED,
    STAGES
};

struct kit {
    peri_engine *engine;
    int ends[2];
    int64_t wall;
    int64_t behind;             /* that the last trade comes behind the bar's end, ns */
    atomic_int arrived, wanted; /* lines that arrived, and lines that were written */
    int stage, rests;
    double close;
    char log[1024];
};

static int64_t bar_end(void)
{
    return peri_time_at(peri_date_make(2024, 1, 2), 15 * PERI_HOUR + 11 * PERI_MINUTE);
}

static int64_t real_clock(void *ctx)
{
    (void)ctx;
    return peri_clock_monotonic(NULL);
}

static int64_t wall_clock(void *ctx)
{
    return ((const struct kit *)ctx)->wall;
}

static void keep_log(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                     size_t len)
{
    struct kit *kit = ctx;
    size_t n = strlen(kit->log);
    (void)level;
    (void)local_ns;
    snprintf(kit->log + n, sizeof kit->log - n, "%.*s\n", (int)len, text);
}

static void share(void *ctx, int worker)
{
    (void)ctx;
    (void)worker;
}

/* On the stream's thread. */
static void nudge(void *ctx)
{
    struct kit *kit = ctx;
    atomic_fetch_add(&kit->arrived, 1);
    peri_engine_nudge(kit->engine);
}

static int initialize(void *ctx, peri_error *err)
{
    const struct kit *kit = ctx;
    const peri_subscription wanted = {
        .ticker = "ABC", .type = PERI_TYPE_BASE, .resolution = PERI_RES_MINUTE};
    int32_t index;
    return peri_engine_add_security(kit->engine, &wanted, &index, err);
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    struct kit *kit = ctx;
    (void)err;
    CHECK_INT("one bar", slice->items[0].bar->end_ns, bar_end());
    kit->close = slice->items[0].bar->close;
    return PERI_OK;
}

static void write_trade(struct kit *kit, const char *second, int price)
{
    char line[128];
    int len = snprintf(line, sizeof line,
                       "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T15:10:%sZ\",\"price\":%d}\n",
                       second, price);
    atomic_fetch_add(&kit->wanted, 1);
    CHECK_INT("a line", write(kit->ends[1], line, (size_t)len), len);
}

static void go_on(struct kit *kit)
{
    switch ((enum stage)kit->stage++) {
    case FIRST_TRADE:
        write_trade(kit, "01", 7);
        break;
    case END_OF_BAR:
        kit->wall = bar_end() + kit->behind;
        break;
    case LAST_TRADE:
        write_trade(kit, "59", 8);
        break;
    case LATER:
        kit->wall = bar_end() + PERI_SECOND;
        break;
    case CLOSED:
        close(kit->ends[1]);
        break;
    default:
        break;
    }
    kit->rests = 0;
}

/* The run rests: when it has done so before since all lines arrived, it has taken them. */
static void at_rest(void *ctx)
{
    struct kit *kit = ctx;
    if (atomic_load(&kit->arrived) >= atomic_load(&kit->wanted) && ++kit->rests > 2 &&
        kit->stage < STAGES)
        go_on(kit);
    peri_engine_nudge(kit->engine); /* it looks again */
}

static void back(void *ctx)
{
    (void)ctx;
}

static void play(struct kit *kit, int64_t behind)
{
    peri_error err = {.text = ""};
    peri_result result;
    peri_stream *stream = NULL;
    const peri_engine_options options = {.data_dir = check_tmp(),
                                         .clock = real_clock,
                                         .log = keep_log,
                                         .threads = {1, share, share, NULL},
                                         .ctx = kit};
    const peri_strategy strategy = {.ctx = kit, .initialize = initialize, .on_data = on_data};
    memset(kit, 0, sizeof *kit);
    kit->behind = behind;
    kit->wall = bar_end() - 30 * PERI_SECOND;
    CHECK_INT("pipe", pipe(kit->ends), 0);
    CHECK_INT("engine", peri_engine_open(&options, &kit->engine, &err), PERI_OK);
    const peri_stream_options source = {
        .source = "-", .fd = kit->ends[0], .arrived = nudge, .ctx = kit};
    CHECK_INT("stream", peri_stream_open(&source, &stream, &err), PERI_OK);
    const peri_live_options live = {.speed = 1,
                                    .stream = stream,
                                    .clock = PERI_LIVE_CLOCK_WALL,
                                    .wall_clock = wall_clock,
                                    .leave = at_rest,
                                    .enter = back,
                                    .ctx = kit};
    CHECK_INT("starts", peri_stream_start(stream, &err), PERI_OK);
    CHECK_INT("runs", peri_engine_run_live(kit->engine, &strategy, &live, &result, &err), PERI_OK);
    CHECK_INT("a step", result.steps, 1);
    peri_stream_close(stream);
    peri_engine_close(kit->engine);
    close(kit->ends[0]);
}

SUITE(inflow_waits_for_the_last_trades)
{
    struct kit kit;
    play(&kit, PERI_SECOND / 50);
    CHECK_NEAR("20 ms behind: of the bar", kit.close, 8, 0);
    CHECK_STR("nothing to tell", kit.log, "");
    play(&kit, PERI_SECOND / 10);
    CHECK_NEAR("100 ms behind: not any more", kit.close, 7, 0);
}
