/* test_engine.c - the run as a C strategy sees it: order of a step, merging, filling, warm-up. */
#include "check.h"

#include "base/buf.h"
#include "base/mem.h"
#include "engine/engine.h"

#include <stdio.h>
#include <string.h>

/* A strategy in C that writes down what it is told. */
struct recorder {
    peri_engine *engine;
    peri_buf seen;
    int (*initialize)(struct recorder *recorder, peri_error *err);
    int (*on_data)(struct recorder *recorder, const peri_slice *slice, peri_error *err);
    int (*on_event)(struct recorder *recorder, const peri_event *event, peri_error *err);
    enum {
        NO_END_OF_DAY,
        EACH_SECURITY,
        ONCE_A_DAY
    } end_of_day;
    int fail_at; /* which OnData fails; 0: none */
    bool drives; /* it goes from OnData to OnData itself */
    int calls;
};

static void note(struct recorder *recorder, const char *what)
{
    char when[PERI_TIME_TEXT];
    peri_time_format(peri_engine_local(recorder->engine), when);
    peri_buf_printf(&recorder->seen, "%s %s\n", when, what);
}

static int initialize(void *ctx, peri_error *err)
{
    struct recorder *recorder = ctx;
    return recorder->initialize(recorder, err);
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    struct recorder *recorder = ctx;
    peri_buf line;
    peri_buf_init(&line);
    peri_buf_text(&line, peri_engine_is_warming_up(recorder->engine) ? "warm-up" : "data");
    for (size_t i = 0; i < slice->count; i++) {
        int32_t index = slice->present[i];
        peri_buf_printf(&line, " %s=%g%s", peri_engine_security(recorder->engine, index)->ticker,
                        slice->items[index].bar->close,
                        slice->items[index].is_new ? "" : "(filled)");
    }
    note(recorder, peri_buf_str(&line));
    peri_buf_deinit(&line);
    if (++recorder->calls == recorder->fail_at)
        return peri_fail(err, PERI_ESCRIPT, "OnData said no");
    return recorder->on_data ? recorder->on_data(recorder, slice, err) : PERI_OK;
}

static int drive(void *ctx, peri_error *err)
{
    const struct recorder *recorder = ctx;
    int rc = PERI_OK;
    while (peri_engine_advance(recorder->engine, &rc, err))
        rc = on_data(ctx, peri_engine_slice(recorder->engine), err);
    return rc;
}

static int on_order_event(void *ctx, const peri_order_event *event, peri_error *err)
{
    struct recorder *recorder = ctx;
    char text[96];
    (void)err;
    snprintf(text, sizeof text, "order %lld %s %g at %g", (long long)event->order_id,
             peri_order_status_name(event->status), event->fill_quantity, event->fill_price);
    note(recorder, text);
    return PERI_OK;
}

static int on_event(void *ctx, const peri_event *event, int64_t due_utc, peri_error *err)
{
    struct recorder *recorder = ctx;
    (void)due_utc;
    note(recorder, event->name);
    return recorder->on_event ? recorder->on_event(recorder, event, err) : PERI_OK;
}

static bool has_end_of_day(void *ctx, bool per_security)
{
    const struct recorder *recorder = ctx;
    return recorder->end_of_day == (per_security ? EACH_SECURITY : ONCE_A_DAY);
}

static int on_end_of_day(void *ctx, int32_t security, peri_error *err)
{
    struct recorder *recorder = ctx;
    char text[64];
    snprintf(text, sizeof text, "end of day %d", security);
    note(recorder, text);
    return recorder->fail_at < 0 ? peri_fail(err, PERI_ESCRIPT, "the day said no") : PERI_OK;
}

static int on_warmup_finished(void *ctx, peri_error *err)
{
    (void)err;
    note(ctx, "warmed up");
    return PERI_OK;
}

static int on_end_of_algorithm(void *ctx, peri_error *err)
{
    (void)err;
    note(ctx, "end");
    return PERI_OK;
}

static char log_seen[4096];

static void keep_log(void *ctx, peri_log_level level, int64_t local_ns, const char *text,
                     size_t len)
{
    (void)ctx;
    (void)level;
    (void)local_ns;
    size_t at = strlen(log_seen);
    snprintf(log_seen + at, sizeof log_seen - at, "%.*s\n", (int)len, text);
}

/* Run a recorder over the CSV files of check_tmp(). */
static int run(struct recorder *recorder, peri_result *result, peri_error *err)
{
    peri_engine_options options = {.data_dir = check_tmp(), .log = keep_log};
    peri_strategy strategy = {
        .ctx = recorder,
        .initialize = initialize,
        .on_data = on_data,
        .drive = recorder->drives ? drive : NULL,
        .on_order_event = on_order_event,
        .on_event = on_event,
        .on_end_of_day = on_end_of_day,
        .has_end_of_day = has_end_of_day,
        .on_warmup_finished = on_warmup_finished,
        .on_end_of_algorithm = on_end_of_algorithm,
    };
    log_seen[0] = '\0';
    peri_buf_init(&recorder->seen);
    int rc = peri_engine_open(&options, &recorder->engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_run(recorder->engine, &strategy, result, err);
    peri_engine_close(recorder->engine);
    return rc;
}

static void write_csv(const char *name, const char *text)
{
    check_write(name, text, (long)strlen(text));
}

static void write_warm(void)
{
    write_csv("WARM.csv", "date,open,high,low,close,volume\n"
                          "2020-03-01,1,1,1,1,0\n2020-03-02,2,2,2,2,0\n2020-03-03,3,3,3,3,0\n"
                          "2020-03-04,4,4,4,4,0\n2020-03-05,5,5,5,5,0\n");
}

static int add(struct recorder *recorder, const char *ticker, peri_security_type type,
               peri_resolution resolution, bool fill, peri_error *err)
{
    peri_subscription subscription = {.ticker = ticker,
                                      .type = type,
                                      .resolution = resolution,
                                      .fill_forward = fill,
                                      .time_zone = "America/New_York"};
    int32_t index;
    return peri_engine_add_security(recorder->engine, &subscription, &index, err);
}

/* Schedule every day at a rule of time, which is given up. */
static int schedule(struct recorder *recorder, const char *name, peri_time_rule *times, int kind,
                    peri_error *err)
{
    peri_date_rule *dates = NULL;
    peri_event *event;
    int rc = peri_date_rule_every_day(&dates, err);
    if (rc == PERI_OK)
        rc = peri_engine_schedule(recorder->engine, name, dates, times, kind, 0, &event, err);
    peri_date_rule_free(dates);
    peri_time_rule_free(times);
    return rc;
}

static int schedule_at(struct recorder *recorder, const char *name, int hour, int kind,
                       peri_error *err)
{
    peri_time_rule *times;
    const peri_zone *zone = peri_engine_zone(recorder->engine);
    int rc = peri_time_rule_at(hour * PERI_HOUR, zone, &times, err);
    return rc == PERI_OK ? schedule(recorder, name, times, kind, err) : rc;
}

static int train_now(struct recorder *recorder, peri_error *err)
{
    peri_time_rule *times;
    int rc = peri_time_rule_now(peri_engine_clock(recorder->engine), &times, err);
    return rc == PERI_OK ? schedule(recorder, "train", times, PERI_EVENT_TRAINING, err) : rc;
}

/* --- merging and order --- */

static int two_symbols(struct recorder *recorder, peri_error *err)
{
    int rc = add(recorder, "AA", PERI_TYPE_BASE, PERI_RES_HOUR, false, err);
    if (rc == PERI_OK)
        rc = add(recorder, "BB", PERI_TYPE_BASE, PERI_RES_HOUR, false, err);
    if (rc == PERI_OK)
        rc = schedule_at(recorder, "eleven", 11, PERI_EVENT_SCHEDULED, err);
    if (rc == PERI_OK)
        rc = schedule_at(recorder, "also eleven", 11, PERI_EVENT_TRAINING, err);
    if (rc == PERI_OK)
        rc = schedule_at(recorder, "between", 9, PERI_EVENT_SCHEDULED, err);
    return rc == PERI_OK ? train_now(recorder, err) : rc;
}

static int buy_first(struct recorder *recorder, const peri_slice *slice, peri_error *err)
{
    int64_t id;
    (void)slice;
    if (recorder->calls == 3)
        return train_now(recorder, err);
    return recorder->calls == 1 ? peri_engine_submit(recorder->engine, 0, 5, NULL, &id, err)
                                : PERI_OK;
}

static void write_two(void)
{
    write_csv("AA.csv", "time,open,high,low,close,volume\n"
                        "2020-03-02 09:00,10,12,9,11,100\n"
                        "2020-03-02 10:00,11,13,10,12,100\n");
    write_csv("BB.csv", "time,open,high,low,close,volume\n"
                        "2020-03-02 10:00,20,22,19,21,100\n"
                        "2020-03-02 12:00,21,22,19,20,100\n");
}

SUITE(engine_order_of_a_step)
{
    int64_t live = peri_mem_live();
    write_two();
    struct recorder recorder = {.initialize = two_symbols, .on_data = buy_first};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("runs", run(&recorder, &result, &err), PERI_OK);
    CHECK_STR("everything in its place", peri_buf_str(&recorder.seen),
              "2020-03-02 00:00:00 warmed up\n"
              "2020-03-02 00:00:00 train\n"
              "2020-03-02 09:00:00 between\n"
              "2020-03-02 10:00:00 data AA=11\n"
              "2020-03-02 10:00:00 order 1 Submitted 0 at 0\n"
              "2020-03-02 10:00:00 order 1 Filled 5 at 11\n"
              "2020-03-02 11:00:00 eleven\n"
              "2020-03-02 11:00:00 also eleven\n"
              "2020-03-02 11:00:00 data AA=12 BB=21\n"
              "2020-03-02 13:00:00 data BB=20\n"
              "2020-03-02 13:00:00 train\n"
              "2020-03-02 13:00:00 end\n");
    CHECK_INT("steps", result.steps, 3);
    CHECK_INT("data points", result.data_points, 4);
    CHECK_INT("trainings", result.trainings, 3);
    CHECK_NEAR("end equity", result.statistics.end_equity, 100000 + 5.0, 1e-9);
    peri_buf_deinit(&recorder.seen);
    CHECK_INT("nothing leaks", peri_mem_live(), live);
}

/* --- the end of the day, and securities that go --- */

static int equity_and_coin(struct recorder *recorder, peri_error *err)
{
    int rc = add(recorder, "EQ", PERI_TYPE_EQUITY, PERI_RES_HOUR, false, err);
    return rc == PERI_OK ? add(recorder, "AA", PERI_TYPE_BASE, PERI_RES_HOUR, false, err) : rc;
}

static int remove_coin(struct recorder *recorder, const peri_slice *slice, peri_error *err)
{
    int64_t id;
    (void)slice;
    if (recorder->calls == 1)
        return peri_engine_submit(recorder->engine, 1, 3, NULL, &id, err);
    return recorder->calls == 3 ? peri_engine_remove_security(recorder->engine, 1, err) : PERI_OK;
}

static void write_three_days(void)
{
    write_csv("EQ.csv", "time,open,high,low,close,volume\n"
                        "2020-03-06 10:00,20,22,19,21,100\n"
                        "2020-03-09 10:00,21,22,19,20,100\n");
    write_csv("AA.csv", "time,open,high,low,close,volume\n"
                        "2020-03-06 08:00,10,15,9,11,100\n"
                        "2020-03-07 08:00,10,15,9,12,100\n"
                        "2020-03-08 08:00,10,15,9,13,100\n"
                        "2020-03-09 08:00,10,15,9,14,100\n");
}

SUITE(engine_end_of_day_of_each_security)
{
    write_three_days();
    struct recorder recorder = {
        .initialize = equity_and_coin, .on_data = remove_coin, .end_of_day = EACH_SECURITY};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("runs", run(&recorder, &result, &err), PERI_OK);
    CHECK_STR("ten minutes before closes and midnights, until it is removed",
              peri_buf_str(&recorder.seen),
              "2020-03-06 00:00:00 warmed up\n"
              "2020-03-06 09:00:00 data AA=11\n"
              "2020-03-06 09:00:00 order 1 Submitted 0 at 0\n"
              "2020-03-06 09:00:00 order 1 Filled 3 at 11\n"
              "2020-03-06 11:00:00 data EQ=21\n"
              "2020-03-06 15:50:00 end of day 0\n"
              "2020-03-06 23:50:00 end of day 1\n"
              "2020-03-07 09:00:00 data AA=12\n"
              "2020-03-07 09:00:00 order 2 Submitted 0 at 0\n"
              "2020-03-07 09:00:00 order 2 Filled -3 at 12\n"
              "2020-03-09 11:00:00 data EQ=20\n"
              "2020-03-09 11:00:00 end\n");
    CHECK_NEAR("three bought at 11, sold at 12", result.statistics.end_equity, 100003, 1e-9);
    peri_buf_deinit(&recorder.seen);
}

SUITE(engine_end_of_day_once)
{
    write_three_days();
    struct recorder recorder = {.initialize = equity_and_coin, .end_of_day = ONCE_A_DAY};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("runs", run(&recorder, &result, &err), PERI_OK);
    CHECK_HAS("each day on which anything trades", peri_buf_str(&recorder.seen),
              "2020-03-06 23:58:00 end of day -1\n"
              "2020-03-07 09:00:00 data AA=12\n"
              "2020-03-07 23:58:00 end of day -1\n");
    peri_buf_deinit(&recorder.seen);
    recorder = (struct recorder){
        .initialize = equity_and_coin, .end_of_day = EACH_SECURITY, .fail_at = -1};
    CHECK_INT("its error ends the run", run(&recorder, &result, &err), PERI_ESCRIPT);
    CHECK_STR("and is passed on", err.text, "the day said no");
    peri_buf_deinit(&recorder.seen);
}

/* --- filling forward --- */

static int filled_minutes(struct recorder *recorder, peri_error *err)
{
    return add(recorder, "FILL", PERI_TYPE_EQUITY, PERI_RES_MINUTE, true, err);
}

SUITE(engine_fill_forward)
{
    write_csv("FILL.csv", "time,open,high,low,close,volume\n"
                          "2020-03-02 15:57,10,12,9,11,100\n"
                          "2020-03-03 09:31,11,13,10,12,100\n"
                          "2020-03-03 15:58,11,13,10,13,100\n");
    struct recorder recorder = {.initialize = filled_minutes};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("runs", run(&recorder, &result, &err), PERI_OK);
    CHECK_INT("3 of the first day, 390 of the second", result.steps, 3 + 390);
    const char *seen = peri_buf_str(&recorder.seen);
    CHECK_HAS("filled to the close, on from the open", seen,
              "2020-03-02 15:58:00 data FILL=11\n"
              "2020-03-02 15:59:00 data FILL=11(filled)\n"
              "2020-03-02 16:00:00 data FILL=11(filled)\n"
              "2020-03-03 09:31:00 data FILL=11(filled)\n"
              "2020-03-03 09:32:00 data FILL=12\n"
              "2020-03-03 09:33:00 data FILL=12(filled)\n");
    CHECK_HAS("filled to the end of the run", seen,
              "2020-03-03 15:59:00 data FILL=13\n"
              "2020-03-03 16:00:00 data FILL=13(filled)\n"
              "2020-03-03 16:00:00 end\n");
    peri_buf_deinit(&recorder.seen);
}

static int filled_days(struct recorder *recorder, peri_error *err)
{
    int rc = peri_engine_set_end_date(recorder->engine, peri_date_make(2020, 4, 14), err);
    return rc == PERI_OK ? add(recorder, "DAYS", PERI_TYPE_EQUITY, PERI_RES_DAILY, true, err) : rc;
}

SUITE(engine_fill_forward_daily)
{
    write_csv("DAYS.csv", "date,open,high,low,close,volume\n"
                          "2020-04-08,10,12,9,11,100\n"
                          "2020-04-13,11,13,10,12,100\n");
    struct recorder recorder = {.initialize = filled_days};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("runs", run(&recorder, &result, &err), PERI_OK);
    CHECK_STR("trading days only: the 10th is Good Friday", peri_buf_str(&recorder.seen),
              "2020-04-08 00:00:00 warmed up\n"
              "2020-04-08 16:00:00 data DAYS=11\n"
              "2020-04-09 16:00:00 data DAYS=11(filled)\n"
              "2020-04-13 16:00:00 data DAYS=12\n"
              "2020-04-14 16:00:00 data DAYS=12(filled)\n"
              "2020-04-14 16:00:00 end\n");
    peri_buf_deinit(&recorder.seen);
}

/* --- warm-up --- */

static int warm_up(struct recorder *recorder, peri_error *err)
{
    int rc = peri_engine_set_start_date(recorder->engine, peri_date_make(2020, 3, 4), err);
    if (rc == PERI_OK)
        rc = peri_engine_set_end_date(recorder->engine, peri_date_make(2020, 3, 4), err);
    if (rc == PERI_OK)
        rc = peri_engine_set_warm_up_bars(recorder->engine, 2, NULL, err);
    if (rc == PERI_OK)
        rc = add(recorder, "WARM", PERI_TYPE_BASE, PERI_RES_DAILY, false, err);
    if (rc == PERI_OK)
        rc = train_now(recorder, err);
    if (rc == PERI_OK)
        rc = schedule_at(recorder, "noon", 12, PERI_EVENT_SCHEDULED, err);
    return rc == PERI_OK ? schedule_at(recorder, "train at noon", 12, PERI_EVENT_TRAINING, err)
                         : rc;
}

static int order_while_warming(struct recorder *recorder, const peri_slice *slice, peri_error *err)
{
    int64_t id;
    (void)slice;
    if (recorder->calls == 1) {
        CHECK_INT("refused", peri_engine_submit(recorder->engine, 0, 1, NULL, &id, err),
                  PERI_ESTATE);
        CHECK_HAS("says why", err->text, "warming up");
    }
    return PERI_OK;
}

SUITE(engine_warm_up)
{
    write_warm();
    struct recorder recorder = {.initialize = warm_up, .on_data = order_while_warming};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("runs", run(&recorder, &result, &err), PERI_OK);
    CHECK_STR("two days before the start; scheduled trainings wait for it",
              peri_buf_str(&recorder.seen),
              "2020-03-02 00:00:00 train\n"
              "2020-03-02 00:00:00 warm-up WARM=1\n"
              "2020-03-02 12:00:00 noon\n"
              "2020-03-03 00:00:00 warm-up WARM=2\n"
              "2020-03-03 12:00:00 noon\n"
              "2020-03-04 00:00:00 warmed up\n"
              "2020-03-04 00:00:00 data WARM=3\n"
              "2020-03-04 12:00:00 noon\n"
              "2020-03-04 12:00:00 train at noon\n"
              "2020-03-05 00:00:00 data WARM=4\n"
              "2020-03-05 00:00:00 end\n");
    peri_buf_deinit(&recorder.seen);
}

/* More ns lie behind it, back to 1900, than a number holds. */
static int warm_up_far_ahead(struct recorder *recorder, peri_error *err)
{
    const peri_date start = peri_date_make(2249, 6, 1);
    int rc = peri_engine_set_start_date(recorder->engine, start, err);
    if (rc == PERI_OK)
        rc = peri_engine_set_end_date(recorder->engine, start, err);
    if (rc == PERI_OK)
        rc = recorder->calls < 0
                 ? peri_engine_set_warm_up_span(recorder->engine, PERI_DAY, NULL, err)
                 : peri_engine_set_warm_up_bars(recorder->engine, 2, NULL, err);
    if (rc == PERI_OK)
        rc = add(recorder, "FAR", PERI_TYPE_BASE, PERI_RES_DAILY, false, err);
    return rc;
}

SUITE(engine_warm_up_far_ahead)
{
    write_csv("FAR.csv", "date,open,high,low,close,volume\n2249-05-29,1,1,1,1,0\n"
                         "2249-05-30,2,2,2,2,0\n2249-05-31,3,3,3,3,0\n2249-06-01,4,4,4,4,0\n");
    struct recorder bars = {.initialize = warm_up_far_ahead};
    struct recorder span = {.initialize = warm_up_far_ahead, .calls = -10};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("bars", run(&bars, &result, &err), PERI_OK);
    CHECK_HAS("from two days before", peri_buf_str(&bars.seen),
              "2249-05-30 00:00:00 warm-up FAR=1\n");
    CHECK_INT("a span", run(&span, &result, &err), PERI_OK);
    CHECK_HAS("from a day before", peri_buf_str(&span.seen), "2249-05-31 00:00:00 warm-up FAR=2\n");
    peri_buf_deinit(&bars.seen);
    peri_buf_deinit(&span.seen);
}

/* --- failures --- */

static int missing_symbol(struct recorder *recorder, peri_error *err)
{
    int rc = add(recorder, "NOPE", PERI_TYPE_EQUITY, PERI_RES_DAILY, true, err);
    CHECK("a fault of the data", peri_engine_data_failed(recorder->engine));
    return rc;
}

static int nothing_at_all(struct recorder *recorder, peri_error *err)
{
    (void)recorder;
    (void)err;
    return PERI_OK;
}

static int wrong_dates(struct recorder *recorder, peri_error *err)
{
    int rc = peri_engine_set_start_date(recorder->engine, peri_date_make(2020, 3, 4), err);
    return rc == PERI_OK
               ? peri_engine_set_end_date(recorder->engine, peri_date_make(2020, 3, 3), err)
               : rc;
}

static int bad_ticker(struct recorder *recorder, peri_error *err)
{
    return add(recorder, "../WARM", PERI_TYPE_BASE, PERI_RES_DAILY, false, err);
}

static int two_resolutions(struct recorder *recorder, peri_error *err)
{
    int rc = add(recorder, "WARM", PERI_TYPE_BASE, PERI_RES_DAILY, false, err);
    return rc == PERI_OK ? add(recorder, "WARM", PERI_TYPE_EQUITY, PERI_RES_DAILY, false, err) : rc;
}

static int bad_rows(struct recorder *recorder, peri_error *err)
{
    return add(recorder, "BADROW", PERI_TYPE_BASE, PERI_RES_DAILY, false, err);
}

SUITE(engine_failures)
{
    write_warm();
    static const struct {
        const char *name;
        int (*initialize)(struct recorder *recorder, peri_error *err);
        int want;
        const char *says;
    } rows[] = {
        {"no data", missing_symbol, PERI_ENOTFOUND, "no data for 'NOPE': tried "},
        {"no data names the file", missing_symbol, PERI_ENOTFOUND, "/nope.csv"},
        {"no symbol, no dates", nothing_at_all, PERI_EINVAL, "nothing to run"},
        {"start behind the end", wrong_dates, PERI_EINVAL,
         "the start date 2020-03-04 is after the end date 2020-03-03"},
        {"ticker with a path", bad_ticker, PERI_EINVAL, "ticker '../WARM'"},
        {"one symbol twice", two_resolutions, PERI_EINVAL,
         "'WARM' was added before as Base, and now as Equity"},
        {"bad row", bad_rows, PERI_EFORMAT, "BADROW.csv:3:"},
    };
    write_csv("BADROW.csv", "date,open,high,low,close,volume\n2020-03-01,1,1,1,1,0\n"
                            "2020-03-02,x,2,2,2,0\n");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct recorder recorder = {.initialize = rows[i].initialize};
        peri_result result;
        peri_error err = {0};
        CHECK_INT(rows[i].name, run(&recorder, &result, &err), rows[i].want);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
        CHECK_STR("no step was made", peri_buf_str(&recorder.seen), "");
        peri_buf_deinit(&recorder.seen);
    }
}

static int one_symbol(struct recorder *recorder, peri_error *err)
{
    return add(recorder, "WARM", PERI_TYPE_BASE, PERI_RES_DAILY, false, err);
}

static int quit_second(struct recorder *recorder, const peri_slice *slice, peri_error *err)
{
    (void)slice;
    (void)err;
    if (recorder->calls == 2)
        peri_engine_quit(recorder->engine);
    return PERI_OK;
}

SUITE(engine_ends_early)
{
    write_warm();
    struct recorder failing = {.initialize = one_symbol, .fail_at = 2};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("OnData's error ends the run", run(&failing, &result, &err), PERI_ESCRIPT);
    CHECK_STR("as it was", err.text, "OnData said no");
    CHECK_INT("no further call", failing.calls, 2);
    CHECK("no OnEndOfAlgorithm", !strstr(peri_buf_str(&failing.seen), "end"));
    peri_buf_deinit(&failing.seen);

    struct recorder quitting = {.initialize = one_symbol, .on_data = quit_second};
    CHECK_INT("Quit is no error", run(&quitting, &result, &err), PERI_OK);
    CHECK_STR("status", result.status, "Stopped");
    CHECK_INT("no further call", quitting.calls, 2);
    CHECK_HAS("OnEndOfAlgorithm runs", peri_buf_str(&quitting.seen), " end\n");
    peri_buf_deinit(&quitting.seen);
}

static int failing_event(struct recorder *recorder, const peri_event *event, peri_error *err)
{
    (void)recorder;
    return peri_fail(err, PERI_ESCRIPT, "%s broke", event->name);
}

static int with_training(struct recorder *recorder, peri_error *err)
{
    int rc = one_symbol(recorder, err);
    return rc == PERI_OK ? schedule_at(recorder, "nightly", 2, PERI_EVENT_TRAINING, err) : rc;
}

SUITE(engine_failing_training)
{
    write_warm();
    struct recorder recorder = {.initialize = with_training, .on_event = failing_event};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("ends the run", run(&recorder, &result, &err), PERI_ESCRIPT);
    CHECK_STR("names event and time", err.text,
              "training 'nightly' at 2020-03-01 02:00:00: nightly broke");
    CHECK_STR("called once", peri_buf_str(&recorder.seen),
              "2020-03-01 00:00:00 warmed up\n2020-03-01 02:00:00 nightly\n");
    peri_buf_deinit(&recorder.seen);
}

/* --- history --- */

static int look_back(struct recorder *recorder, const peri_slice *slice, peri_error *err)
{
    const peri_history three = {.resolution = PERI_RES_DAILY, .periods = 3};
    const peri_history span = {.resolution = PERI_RES_DAILY,
                               .from_ns = slice->time_ns - 2 * PERI_DAY,
                               .until_ns = PERI_NEVER};
    peri_past past;
    peri_past_init(&past);
    int rc = peri_engine_history(recorder->engine, &three, &past, err);
    const peri_series *bars = &past.trades;
    CHECK_INT("as many as there are", bars->n, recorder->calls < 3 ? recorder->calls : 3);
    CHECK("the last one is the slice's",
          bars->n > 0 && bars->bars[bars->n - 1].end_ns == slice->items[0].bar->end_ns);
    peri_past_deinit(&past);
    peri_past_init(&past);
    if (rc == PERI_OK)
        rc = peri_engine_history(recorder->engine, &span, &past, err);
    CHECK_INT("a span", bars->n, recorder->calls < 2 ? recorder->calls : 2);
    peri_past_deinit(&past);
    return rc;
}

SUITE(engine_history)
{
    write_warm();
    struct recorder recorder = {.initialize = one_symbol, .on_data = look_back};
    peri_result result;
    peri_error err = {0};
    CHECK_INT("runs", run(&recorder, &result, &err), PERI_OK);
    CHECK_INT("each day", recorder.calls, 5);
    peri_buf_deinit(&recorder.seen);
}

/* --- out of memory --- */

/* Everything that happens in a run, with each allocation failing in turn. */
SUITE(engine_run_out_of_memory)
{
    write_three_days();
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK && nth < 5000; nth++) {
        struct recorder recorder = {
            .initialize = equity_and_coin, .on_data = remove_coin, .end_of_day = EACH_SECURITY};
        peri_result result;
        peri_error err = {0};
        peri_mem_fail_at(nth);
        rc = run(&recorder, &result, &err);
        peri_mem_fail_at(0);
        bool lines_lost = recorder.seen.failed;
        peri_buf_deinit(&recorder.seen);
        CHECK_INT("no leak", peri_mem_live(), live);
        if (rc == PERI_OK && lines_lost) {
            rc = PERI_ENOMEM; /* the recorder's own memory was short */
            continue;
        }
        if (rc != PERI_OK && !CHECK_INT("only out of memory", rc, PERI_ENOMEM))
            break;
    }
    CHECK_INT("succeeds in the end", rc, PERI_OK);
}

SUITE(engine_out_of_memory)
{
    write_csv("AA.csv", "time,open,high,low,close,volume\n2020-03-02 09:00,10,12,9,11,100\n");
    write_csv("BB.csv", "time,open,high,low,close,volume\n2020-03-02 10:00,20,22,19,21,100\n");
    int64_t live = peri_mem_live();
    int rc = PERI_ENOMEM;
    for (long nth = 1; rc != PERI_OK && nth < 5000; nth++) {
        peri_engine *engine;
        peri_engine_options options = {.data_dir = check_tmp()};
        peri_error err = {0};
        peri_mem_fail_at(nth);
        rc = peri_engine_open(&options, &engine, &err);
        if (rc == PERI_OK) {
            struct recorder recorder = {.engine = engine};
            rc = two_symbols(&recorder, &err);
        }
        peri_mem_fail_at(0);
        peri_engine_close(engine);
        CHECK_INT("no leak", peri_mem_live(), live);
        if (rc != PERI_OK && !CHECK_INT("only out of memory", rc, PERI_ENOMEM))
            break;
    }
    CHECK_INT("succeeds in the end", rc, PERI_OK);
}

/* A strategy that calls OnData itself sees what one sees that is called. */
static void check_driven(void (*write)(void), const struct recorder *row)
{
    struct recorder called = *row, drives = *row;
    peri_result results[2] = {{.steps = 0}, {.steps = 0}};
    peri_error errs[2] = {{.code = 0}, {.code = 0}};
    write();
    drives.drives = true;
    const int rc = run(&called, &results[0], &errs[0]);
    CHECK_INT("fails where it is to", rc, row->fail_at ? PERI_ESCRIPT : PERI_OK);
    CHECK_INT("returns the same", run(&drives, &results[1], &errs[1]), rc);
    CHECK_STR("with the same text", errs[1].text, errs[0].text);
    CHECK_STR("sees the same", peri_buf_str(&drives.seen), peri_buf_str(&called.seen));
    CHECK_HAS("something", peri_buf_str(&drives.seen), "data ");
    CHECK_INT("steps", results[1].steps, results[0].steps);
    CHECK_INT("data points", results[1].data_points, results[0].data_points);
    CHECK_NEAR("equity", results[1].statistics.end_equity, results[0].statistics.end_equity, 0);
    peri_buf_deinit(&called.seen);
    peri_buf_deinit(&drives.seen);
}

SUITE(engine_driven_by_the_strategy)
{
    check_driven(write_two, &(struct recorder){.initialize = two_symbols, .on_data = buy_first});
    check_driven(write_two,
                 &(struct recorder){.initialize = two_symbols, .on_data = buy_first, .fail_at = 2});
    check_driven(write_three_days, &(struct recorder){.initialize = equity_and_coin,
                                                      .on_data = remove_coin,
                                                      .end_of_day = EACH_SECURITY});
    check_driven(write_warm, &(struct recorder){.initialize = one_symbol, .on_data = quit_second});
}
