/* inflow.c - see inflow.h: the clock of data that come in, and taking them. Layer 5. */
#include "engine/inflow.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "engine/engine_internal.h"
#include "engine/inflow_bars.h"
#include "engine/live.h"

enum {
    BATCH = 256 /* records taken at a time; what was made of them is handed out before the next */
};

static const int64_t OLD = 7 * PERI_DAY;
static const int64_t PATIENCE = 10 * PERI_SECOND;
static const int64_t GRACE = PERI_SECOND / 20; /* for the last trades of a bar to arrive */

void peri_inflow_deinit(peri_inflow *inflow)
{
    for (size_t i = 0; i < inflow->inlet_n; i++)
        peri_free(inflow->inlets[i]);
    peri_free((void *)inflow->inlets);
    peri_free(inflow->batch);
    memset(inflow, 0, sizeof *inflow);
}

static int64_t wall_time(const peri_engine *engine)
{
    return engine->live->wall_clock(engine->live->ctx);
}

/* In whole milliseconds, for log lines and a strategy to see. */
static int64_t round_time(int64_t now)
{
    return now - now % (PERI_SECOND / 1000);
}

/* -- records -------------------------------------------------------------------------------- */

static void log_messages(peri_engine *engine)
{
    peri_stream_message message;
    while (peri_stream_next_message(engine->inflow.stream, &message))
        peri_engine_log(engine,
                        message.level == PERI_STREAM_WARNING ? PERI_LOG_WARNING : PERI_LOG_INFO,
                        message.text, strlen(message.text));
}

/* Whether records wait in the batch, after looking for more. */
static bool fill_batch(peri_inflow *inflow)
{
    if (inflow->batch_at < inflow->batch_n)
        return true;
    inflow->batch_at = 0;
    inflow->batch_n = peri_stream_take(inflow->stream, inflow->batch, BATCH);
    return inflow->batch_n > 0;
}

/* By when bars at hand have ended. */
static int64_t ended_by(const peri_engine *engine)
{
    return engine->inflow.by_data ? engine->inflow.newest_ns : wall_time(engine) - GRACE;
}

/* Bars at hand that have ended by now go in. */
static int flush(peri_engine *engine, peri_error *err)
{
    peri_inflow *inflow = &engine->inflow;
    int64_t by = ended_by(engine);
    int rc = PERI_OK;
    for (size_t i = 0; i < inflow->inlet_n && rc == PERI_OK; i++) {
        struct peri_inlet *inlet = inflow->inlets[i];
        peri_bar done;
        if (peri_bar_joiner_flush(&inlet->joiner, by, &done))
            rc = peri_inflow_append(engine, inlet->sub, &done, NULL, err);
    }
    return rc;
}

int peri_inflow_take(peri_engine *engine, size_t *n, peri_error *err)
{
    peri_inflow *inflow = &engine->inflow;
    int rc = PERI_OK;
    *n = 0;
    log_messages(engine);
    fill_batch(inflow);
    while (rc == PERI_OK && inflow->batch_at < inflow->batch_n) {
        rc = peri_inflow_take_item(engine, &inflow->batch[inflow->batch_at++], err);
        ++*n;
    }
    return rc == PERI_OK ? flush(engine, err) : rc;
}

/* -- time ----------------------------------------------------------------------------------- */

bool peri_inflow_is_over(const peri_engine *engine)
{
    const peri_inflow *inflow = &engine->inflow;
    return inflow->batch_at >= inflow->batch_n && peri_stream_has_ended(inflow->stream);
}

/* By the data: everything before the newest record's time is there; that time itself is over when
   nothing comes any more. */
int64_t peri_inflow_now(const peri_engine *engine)
{
    const peri_inflow *inflow = &engine->inflow;
    if (!inflow->by_data)
        return wall_time(engine);
    if (inflow->newest_ns == INT64_MIN)
        return engine->clock_ns;
    return peri_inflow_is_over(engine) ? inflow->newest_ns : inflow->newest_ns - 1;
}

int64_t peri_inflow_first_clock(const peri_engine *engine)
{
    return round_time(wall_time(engine));
}

int64_t peri_inflow_next(const peri_engine *engine)
{
    const peri_inflow *inflow = &engine->inflow;
    int64_t next = PERI_NEVER;
    for (size_t i = 0; !inflow->by_data && i < inflow->inlet_n; i++) {
        const struct peri_inlet *inlet = inflow->inlets[i];
        if (inlet->joiner.has_bar && inlet->joiner.bar.end_ns + GRACE < next)
            next = inlet->joiner.bar.end_ns + GRACE;
    }
    return next;
}

/* -- the begin ------------------------------------------------------------------------------ */

static void say_which_clock(peri_engine *engine, const peri_stream_item *first)
{
    char when[PERI_TIME_TEXT], text[256];
    peri_time_format(peri_engine_to_local(engine, first->time_ns), when);
    snprintf(text, sizeof text, "the first record is of %s: time follows the data (--clock data)",
             when);
    peri_engine_log(engine, PERI_LOG_INFO, text, strlen(text));
}

/* *start_ns is the wall's; a first record may change that. */
static void choose_clock(peri_engine *engine, int64_t *start_ns)
{
    peri_inflow *inflow = &engine->inflow;
    const peri_stream_item *first = &inflow->batch[inflow->batch_at];
    bool is_auto = engine->live->clock == PERI_LIVE_CLOCK_AUTO;
    int64_t apart = first->time_ns - *start_ns;
    inflow->by_data = !is_auto || apart < -OLD || apart > OLD;
    if (!inflow->by_data)
        return;
    peri_date day = peri_time_date(peri_engine_to_local(engine, first->time_ns));
    *start_ns = peri_zone_to_utc(peri_engine_zone(engine), peri_time_at(day, 0));
    if (is_auto)
        say_which_clock(engine, first);
}

/* The first record the run may begin with comes to the front. */
static bool find_first(peri_engine *engine)
{
    peri_inflow *inflow = &engine->inflow;
    while (fill_batch(inflow)) {
        if (peri_inflow_can_begin(engine, &inflow->batch[inflow->batch_at], wall_time(engine)))
            return true;
        inflow->batch_at++;
    }
    return false;
}

int peri_inflow_begin(peri_engine *engine, int64_t *start_ns, peri_error *err)
{
    peri_inflow *inflow = &engine->inflow;
    peri_live_clock clock = engine->live->clock;
    int64_t until =
        wall_time(engine) + (clock == PERI_LIVE_CLOCK_DATA ? PERI_DAY * 36500 : PATIENCE);
    inflow->newest_ns = INT64_MIN;
    inflow->by_data = clock == PERI_LIVE_CLOCK_DATA;
    inflow->batch = peri_calloc(BATCH, sizeof *inflow->batch);
    if (!inflow->batch)
        return peri_fail(err, PERI_ENOMEM, "no memory for data that come in");
    bool found = false;
    while (clock != PERI_LIVE_CLOCK_WALL && !found && !engine->leaving && !engine->interrupted &&
           !peri_inflow_is_over(engine) && wall_time(engine) < until) {
        engine->clock_ns = peri_inflow_first_clock(engine);
        log_messages(engine);
        found = find_first(engine);
        if (!found && !peri_inflow_is_over(engine))
            peri_engine_rest(engine, PERI_SECOND);
    }
    *start_ns = round_time(wall_time(engine));
    if (found)
        choose_clock(engine, start_ns);
    return PERI_OK;
}

/* -- the end -------------------------------------------------------------------------------- */

/* Bars whose end had not come when the run ended. */
static int64_t unfinished(const peri_inflow *inflow)
{
    int64_t n = 0;
    for (size_t i = 0; i < inflow->inlet_n; i++)
        n += inflow->inlets[i]->joiner.has_bar ? 1 : 0;
    return n;
}

static void say_how_many(peri_engine *engine)
{
    const peri_inflow *inflow = &engine->inflow;
    char text[256];
    int64_t begun = unfinished(inflow);
    if (inflow->others + inflow->late + inflow->wrong + inflow->outside + begun == 0)
        return;
    snprintf(text, sizeof text,
             "records left out: %lld of other symbols, %lld outside of market hours, "
             "%lld late, %lld impossible; %lld bars were not complete at the end",
             (long long)inflow->others, (long long)inflow->outside, (long long)inflow->late,
             (long long)inflow->wrong, (long long)begun);
    peri_engine_log(engine, PERI_LOG_INFO, text, strlen(text));
}

void peri_inflow_report(peri_engine *engine)
{
    peri_stream_counts counts;
    if (!engine->inflow.stream)
        return;
    log_messages(engine);
    say_how_many(engine);
    peri_stream_get(engine->inflow.stream, &counts);
    engine->read.rows += counts.lines;
    engine->read.bad_rows += counts.bad_lines;
    if (engine->read.first_bad[0] == '\0')
        memcpy(engine->read.first_bad, counts.first_bad, sizeof engine->read.first_bad);
}
