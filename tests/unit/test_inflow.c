/* test_inflow.c - data that come in by the wall's clock, which here runs 600 times as fast. */
#include "check.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "engine/engine.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    SPEED = 600
};

/* A live run of a C strategy, with lines through a pipe. */
struct kit {
    peri_engine *engine;
    peri_stream *stream;
    int ends[2];
    int64_t began, wall; /* real, and what the wall's clock showed then */
    peri_buf seen, log;
};

static int64_t real_clock(void *ctx)
{
    (void)ctx;
    return peri_clock_monotonic(NULL);
}

static int64_t wall_clock(void *ctx)
{
    const struct kit *kit = ctx;
    return kit->wall + (peri_clock_monotonic(NULL) - kit->began) * SPEED;
}

static void keep_log(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                     size_t len)
{
    struct kit *kit = ctx;
    (void)level;
    (void)local_ns;
    peri_buf_add(&kit->log, text, len);
    peri_buf_byte(&kit->log, '\n');
}

static void share(void *ctx, int worker)
{
    (void)ctx;
    (void)worker;
}

static void nudge(void *ctx)
{
    const struct kit *kit = ctx;
    peri_engine_nudge(kit->engine);
}

static int64_t utc(int hour, int minute)
{
    return peri_time_at(peri_date_make(2024, 1, 2), 0) + hour * PERI_HOUR + minute * PERI_MINUTE;
}

static void note(struct kit *kit, const char *what)
{
    char when[PERI_TIME_TEXT];
    peri_time_format(peri_engine_local(kit->engine), when);
    peri_buf_printf(&kit->seen, "%s %s\n", when + sizeof "2024-01-02", what);
}

static int initialize(void *ctx, peri_error *err)
{
    struct kit *kit = ctx;
    const peri_subscription wanted = {
        .ticker = "ABC", .type = PERI_TYPE_BASE, .resolution = PERI_RES_MINUTE};
    peri_date_rule *dates = NULL;
    peri_time_rule *times = NULL;
    peri_event *event;
    int64_t at = utc(15, 20);
    int32_t index;
    int rc = peri_engine_add_security(kit->engine, &wanted, &index, err);
    if (rc == PERI_OK)
        rc = peri_date_rule_every_day(&dates, err);
    if (rc == PERI_OK)
        rc = peri_time_rule_list(&at, 1, &times, err);
    if (rc == PERI_OK)
        rc = peri_engine_schedule(kit->engine, "event", dates, times, PERI_EVENT_SCHEDULED, 0,
                                  &event, err);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    return rc;
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    struct kit *kit = ctx;
    char text[64];
    (void)err;
    const peri_bar *bar = slice->items[0].bar;
    snprintf(text, sizeof text, "bar to %02d:%02d, %g",
             (int)(peri_time_of_day(bar->end_ns) / PERI_HOUR),
             (int)(peri_time_of_day(bar->end_ns) % PERI_HOUR / PERI_MINUTE), bar->close);
    if (bar->end_ns < utc(15, 0)) /* when is the machine's affair */
        peri_buf_printf(&kit->seen, "late %s\n", text);
    else
        note(kit, text);
    return PERI_OK;
}

static int on_event(void *ctx, const peri_event *event, int64_t due_utc, peri_error *err)
{
    (void)due_utc;
    (void)err;
    note(ctx, event->name);
    return PERI_OK;
}

/* Play the lines, all of which are there at once; the wall's clock shows 15:00 UTC. */
static int play(struct kit *kit, const char *lines, peri_live_clock clock, peri_result *result,
                peri_error *err)
{
    const peri_engine_options options = {.data_dir = check_tmp(),
                                         .clock = real_clock,
                                         .log = keep_log,
                                         .threads = {1, share, share, NULL},
                                         .ctx = kit};
    const peri_strategy strategy = {
        .ctx = kit, .initialize = initialize, .on_data = on_data, .on_event = on_event};
    memset(kit, 0, sizeof *kit);
    peri_buf_init(&kit->seen);
    peri_buf_init(&kit->log);
    CHECK_INT("pipe", pipe(kit->ends), 0);
    CHECK_INT("lines", write(kit->ends[1], lines, strlen(lines)), (ssize_t)strlen(lines));
    close(kit->ends[1]);
    CHECK_INT("engine", peri_engine_open(&options, &kit->engine, err), PERI_OK);
    const peri_stream_options source = {
        .source = "-", .fd = kit->ends[0], .arrived = nudge, .ctx = kit};
    CHECK_INT("stream", peri_stream_open(&source, &kit->stream, err), PERI_OK);
    const peri_live_options live = {.speed = SPEED,
                                    .stream = kit->stream,
                                    .clock = clock,
                                    .wall_clock = wall_clock,
                                    .ctx = kit};
    kit->began = peri_clock_monotonic(NULL);
    kit->wall = utc(15, 0);
    CHECK_INT("starts", peri_stream_start(kit->stream, err), PERI_OK);
    return peri_engine_run_live(kit->engine, &strategy, &live, result, err);
}

static void close_kit(struct kit *kit)
{
    peri_stream_close(kit->stream);
    peri_engine_close(kit->engine);
    close(kit->ends[0]);
    peri_buf_deinit(&kit->seen);
    peri_buf_deinit(&kit->log);
}

static const char LINES[] =
    "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T14:50:00Z\",\"open\":1,\"high\":1,\"low\":1,"
    "\"close\":1}\n"
    "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T14:51:00Z\",\"open\":2,\"high\":2,\"low\":2,"
    "\"close\":2}\n"
    /* not yet: each waits for its end */
    "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T15:10:00Z\",\"open\":3,\"high\":3,\"low\":3,"
    "\"close\":3}\n"
    "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T15:25:00Z\",\"open\":4,\"high\":4,\"low\":4,"
    "\"close\":4}\n"
    /* never */
    "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T19:00:00Z\",\"open\":5,\"high\":5,\"low\":5,"
    "\"close\":5}\n";

SUITE(inflow_by_the_wall)
{
    struct kit kit;
    peri_result result;
    peri_error err;
    CHECK_INT("runs", play(&kit, LINES, PERI_LIVE_CLOCK_AUTO, &result, &err), PERI_OK);
    CHECK_STR("in real time", peri_buf_str(&kit.seen),
              "late bar to 14:51, 1\n"
              "late bar to 14:52, 2\n"
              "10:11:00 bar to 15:11, 3\n"
              "10:20:00 event\n"
              "10:26:00 bar to 15:26, 4\n");
    CHECK_STR("told", peri_buf_str(&kit.log),
              "line 5: 'ABC' lies more than an hour in the future (further ones are only counted)\n"
              "records left out: 0 of other symbols, 0 outside of market hours, 0 late, 1 "
              "impossible; 0 bars were not complete at the end\n");
    CHECK_INT("steps", result.steps, 4);
    CHECK_INT("rows", result.rows, 5);
    close_kit(&kit);
}

SUITE(inflow_by_the_data)
{
    struct kit kit;
    peri_result result;
    peri_error err;
    CHECK_INT("runs", play(&kit, LINES, PERI_LIVE_CLOCK_DATA, &result, &err), PERI_OK);
    CHECK_STR("as fast as it can", peri_buf_str(&kit.seen),
              "late bar to 14:51, 1\n"
              "late bar to 14:52, 2\n"
              "10:11:00 bar to 15:11, 3\n"
              "10:20:00 event\n"
              "10:26:00 bar to 15:26, 4\n"
              "14:01:00 bar to 19:01, 5\n");
    close_kit(&kit);
}

/* A bar at hand of trades ends by the wall's clock, without a line behind it. */
SUITE(inflow_ends_bars_of_trades)
{
    struct kit kit;
    peri_result result;
    peri_error err;
    CHECK_INT("runs",
              play(&kit,
                   "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T15:10:01Z\",\"price\":7}\n"
                   "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T15:10:02Z\",\"price\":8}\n"
                   "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T15:50:02Z\",\"price\":9}\n"
                   "{\"symbol\":\"ABC\",\"time\":\"2024-01-02T15:11:02Z\",\"price\":1}\n",
                   PERI_LIVE_CLOCK_WALL, &result, &err),
              PERI_OK);
    CHECK_STR("the first, whose end came before the last line", peri_buf_str(&kit.seen),
              "10:11:00 bar to 15:11, 8\n");
    CHECK_STR("one was late", peri_buf_str(&kit.log),
              "line 4: 'ABC' came after its bar had ended (further ones are only counted)\n"
              "records left out: 0 of other symbols, 0 outside of market hours, 1 late, 0 "
              "impossible; 1 bars were not complete at the end\n");
    close_kit(&kit);
}
