/* test_live_resume_records.c - what a live run says of records it cannot go on with: damaged,
 * missing, forged, of another version. */
#include "check.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "resume_kit.h"
#include "store/project_files.h"

/* -- damaged records -------------------------------------------------------------------------- */

struct copy {
    int64_t id; /* the first one; -1: none */
    unsigned char bytes[4096];
    size_t len;
};

static int copy_first(void *ctx, int64_t id, const void *bytes, size_t len, peri_error *err)
{
    struct copy *copy = ctx;
    (void)err;
    if (copy->id >= 0 || len > sizeof copy->bytes)
        return PERI_OK;
    copy->id = id;
    copy->len = len;
    memcpy(copy->bytes, bytes, len);
    return PERI_OK;
}

static peri_run_db *open_file(const live_kit *kit)
{
    char *path = peri_project_run_file(kit->store, "run");
    peri_run_db *db = NULL;
    CHECK_INT("opens", peri_run_db_open(path, 0, &db, NULL), PERI_OK);
    peri_free(path);
    return db;
}

static struct copy first_of(const live_kit *kit, int kind)
{
    struct copy copy = {.id = -1};
    peri_run_db *db = open_file(kit);
    peri_run_db_each(db, kind, copy_first, &copy, NULL);
    peri_run_db_close(db);
    return copy;
}

static void put_back(const live_kit *kit, int kind, const struct copy *copy, size_t len)
{
    peri_run_db *db = open_file(kit);
    peri_run_db_begin(db, NULL);
    CHECK_INT("put", peri_run_db_put(db, kind, copy->id, copy->bytes, len, NULL), PERI_OK);
    CHECK_INT("commit", peri_run_db_commit(db, NULL), PERI_OK);
    peri_run_db_close(db);
}

static void run_sql(const live_kit *kit, const char *sql)
{
    char *path = peri_project_run_file(kit->store, "run");
    sqlite3 *raw = NULL;
    CHECK_INT("opens", sqlite3_open(path, &raw), SQLITE_OK);
    CHECK_INT("runs", sqlite3_exec(raw, sql, NULL, NULL, NULL), SQLITE_OK);
    CHECK_INT("one", sqlite3_changes(raw), 1);
    sqlite3_close(raw);
    peri_free(path);
}

static void take_away(const live_kit *kit, int kind, int64_t id)
{
    char sql[100];
    snprintf(sql, sizeof sql, "DELETE FROM record WHERE kind = %d AND id = %lld", kind,
             (long long)id);
    run_sql(kit, sql);
}

static void check_refused(live_kit *kit, const char *what, const char *which)
{
    CHECK_INT(what, live_kit_run(kit), LIVE_KIT_FAILED);
    char *text = live_kit_text(kit->report);
    CHECK_HAS(what, text, which);
    CHECK_HAS("what to do", text, "cannot be read (--state fresh begins anew)");
    free(text);
}

/* The first record of each kind cut, then the same with a byte too many, then without it. */
SUITE(live_resume_of_a_damaged_run)
{
    static const struct {
        int kind;
        const char *name;
    } rows[] = {{PERI_SAVED_HEAD, "head 0"},
                {PERI_SAVED_SECURITY, "security 0"},
                {PERI_SAVED_ORDER, "order 1"},
                {PERI_SAVED_TRADE, "trade 0"},
                {PERI_SAVED_EQUITY, "sample of equity 0"},
                {PERI_SAVED_DAY, "daily sample 0"},
                {PERI_SAVED_POINT, "point of a chart 0"},
                {PERI_SAVED_CAPACITY, "asset of the capacity 0"},
                {PERI_SAVED_BUILT_TRADE, "closed trade 0"},
                {PERI_SAVED_OPEN_TRADE, "open trade 0"},
                {PERI_SAVED_LOT, "lot 0"},
                {PERI_SAVED_STATISTIC, "statistic 0"}};
    live_kit kit;
    resume_kit_set_up(&kit, "damaged", resume_kit_trader);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct copy copy = first_of(&kit, rows[i].kind);
        CHECK(rows[i].name, copy.id >= 0 && copy.len < sizeof copy.bytes);
        copy.bytes[copy.len] = 0;
        for (size_t len = copy.len - 1; len <= copy.len + 1; len += 2) {
            put_back(&kit, rows[i].kind, &copy, len);
            check_refused(&kit, "refused", rows[i].name);
        }
        take_away(&kit, rows[i].kind, copy.id);
        check_refused(&kit, "refused", rows[i].name);
        put_back(&kit, rows[i].kind, &copy, copy.len);
    }
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("goes on", resume_kit_report(&kit), resume_kit_whole(&kit, "damaged_whole"));
}

/* An order in the middle, and the last one. */
SUITE(live_resume_without_an_order)
{
    live_kit kit;
    peri_saved_head head;
    char name[40];
    resume_kit_set_up(&kit, "no_order", resume_kit_trader);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("some orders", live_kit_saved(&kit, &head) && head.orders > 2);
    take_away(&kit, PERI_SAVED_ORDER, head.orders);
    snprintf(name, sizeof name, "order %lld", (long long)head.orders);
    check_refused(&kit, "refused", name);
    take_away(&kit, PERI_SAVED_ORDER, 2);
    check_refused(&kit, "refused", "order 2");
}

/* Left between the request of a change and the bar that processes it. */
SUITE(live_resume_of_changes_that_wait)
{
    live_kit kit;
    peri_saved_head head;
    resume_kit_set_up(
        &kit, "changes",
        RESUME_KIT_SETUP
        "  Schedule.On('noon', DateRules.On(2013, 10, 2), TimeRules.At(12, 0), function()\n"
        "    local open = Transactions.GetOpenOrderTickets()\n"
        "    open[1]:Update{ LimitPrice = 110, Quantity = 4, Tag = 'up' }\n"
        "    open[2]:Cancel('noon')\n"
        "    Quit()\n"
        "  end)\n"
        "end\n"
        "function OnData(data)\n"
        "  if Time.Month == 10 and Time.Day == 1 then\n"
        "    LimitOrder(day, 3, 50) LimitOrder(day, 3, 51)\n"
        "  end\n"
        "end\n");
    CHECK_INT("stops", live_kit_run(&kit), LIVE_KIT_ENDED);
    CHECK("two wait", live_kit_saved(&kit, &head) && head.changes == 2);
    const struct copy copy = first_of(&kit, PERI_SAVED_CHANGE);
    static const struct {
        const char *name;
        size_t at; /* byte of the record */
        unsigned char value;
    } rows[] = {{"its order", 0, 7}, {"its fields", 16, 4}, {"its quantity", 31, 0xFF}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct copy odd = copy;
        odd.bytes[rows[i].at] = rows[i].value;
        odd.bytes[30] = rows[i].at == 31 ? 0xF0 : odd.bytes[30]; /* not a number, or infinite */
        put_back(&kit, PERI_SAVED_CHANGE, &odd, odd.len);
        check_refused(&kit, "refused", "change of an order 0");
    }
    take_away(&kit, PERI_SAVED_CHANGE, copy.id);
    check_refused(&kit, "refused", "change of an order 0");
    put_back(&kit, PERI_SAVED_CHANGE, &copy, copy.len);
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    char *report = resume_kit_report(&kit);
    CHECK_HAS("the first was changed and filled, at the open", report,
              "\"status\":\"Filled\",\"quantity\":4.0,\"limit_price\":110.0,"
              "\"time\":\"2013-10-01 16:00:00\",\"time_utc\":\"2013-10-01T20:00:00Z\","
              "\"fill_time\":\"2013-10-02 16:00:00\",\"fill_time_utc\":\"2013-10-02T20:00:00Z\","
              "\"fill_price\":102.0,\"fee\":1.0,\"tag\":\"up\"");
    CHECK_HAS("the second was cancelled", report, "\"status\":\"Canceled\",\"quantity\":3.0");
    free(report);
}

/* A record with one byte of another value; of a real number the byte before it becomes 0xF0, which
   makes it infinite, or no number. */
struct odd {
    const char *name;
    size_t at; /* byte of the record */
    unsigned char value;
    bool is_real;
};

static void refuse_each(live_kit *kit, int kind, const struct copy *copy, const struct odd *rows,
                        size_t n, const char *which)
{
    for (size_t i = 0; i < n; i++) {
        struct copy odd = *copy;
        odd.bytes[rows[i].at] = rows[i].value;
        if (rows[i].is_real)
            odd.bytes[rows[i].at - 1] = 0xF0;
        put_back(kit, kind, &odd, odd.len);
        check_refused(kit, rows[i].name, which);
    }
}

/* A run of the trader that died; its first record of a kind. */
static struct copy die_with(live_kit *kit, const char *name, int kind)
{
    resume_kit_set_up(kit, name, resume_kit_trader);
    kit->kill_at = 60;
    CHECK_INT("killed", live_kit_run(kit), LIVE_KIT_KILLED);
    kit->kill_at = 0;
    return first_of(kit, kind);
}

/* Numbers that no order can have. */
SUITE(live_resume_of_an_order_that_cannot_be)
{
    static const struct odd rows[] = {
        {"its number", 0, 2, false},  {"its security", 8, 9, false},
        {"its type", 16, 6, false},   {"a type whose prices it lacks", 16, 1, false},
        {"its status", 24, 4, false}, {"its quantity", 39, 0xFF, true}};
    live_kit kit;
    const struct copy copy = die_with(&kit, "odd_order", PERI_SAVED_ORDER);
    CHECK_INT("the first", copy.id, 1);
    refuse_each(&kit, PERI_SAVED_ORDER, &copy, rows, sizeof rows / sizeof *rows,
                "order 1 cannot be read");
    kit.fresh = true;
    CHECK_INT("begins anew", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("from the start", resume_kit_report(&kit),
                    resume_kit_whole(&kit, "odd_order_whole"));
}

/* An event of an order there is not, or of no state; and one that is missing. */
SUITE(live_resume_of_an_event_that_cannot_be)
{
    static const struct odd rows[] = {
        {"its order", 1, 9, false}, {"its status", 16, 4, false}, {"its quantity", 31, 0x7F, true}};
    static const char which[] = "event of an order 0";
    live_kit kit;
    const struct copy copy = die_with(&kit, "odd_event", PERI_SAVED_EVENT);
    CHECK_INT("the first", copy.id, 0);
    refuse_each(&kit, PERI_SAVED_EVENT, &copy, rows, sizeof rows / sizeof *rows, which);
    take_away(&kit, PERI_SAVED_EVENT, copy.id);
    check_refused(&kit, "it is missing", which);
    put_back(&kit, PERI_SAVED_EVENT, &copy, copy.len);
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("goes on", resume_kit_report(&kit), resume_kit_whole(&kit, "odd_event_whole"));
}

/* A byte of the first record of each kind, changed behind our back: the sum beside it tells. */
SUITE(live_resume_of_changed_bytes)
{
    char sql[200 + 2 * sizeof((struct copy *)0)->bytes],
        hex[1 + 2 * sizeof((struct copy *)0)->bytes];
    live_kit kit;
    resume_kit_set_up(&kit, "changed", resume_kit_trader);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    for (int kind = PERI_SAVED_HEAD; kind <= PERI_SAVED_LAST; kind++) {
        const struct copy copy = first_of(&kit, kind);
        if (copy.id < 0)
            continue; /* no training is at work */
        for (size_t at = 0; at < copy.len; at += 1 + copy.len / 6) {
            for (size_t i = 0; i < copy.len; i++)
                snprintf(hex + 2 * i, 3, "%02x", copy.bytes[i] ^ (i == at ? 0x40 : 0));
            snprintf(sql, sizeof sql, "UPDATE record SET body = x'%s' WHERE kind = %d AND id = %d",
                     hex, kind, (int)copy.id);
            run_sql(&kit, sql);
            CHECK_INT("refused", live_kit_run(&kit), LIVE_KIT_FAILED);
            snprintf(sql, sizeof sql, "the saved run is damaged: record %d/%d", kind, (int)copy.id);
            char *text = live_kit_text(kit.report);
            CHECK_HAS("which", text, sql);
            free(text);
        }
        put_back(&kit, kind, &copy, copy.len);
    }
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("goes on", resume_kit_report(&kit), resume_kit_whole(&kit, "changed_whole"));
}

/* -- heads that cannot be --------------------------------------------------------------------- */

static void put_head(const live_kit *kit, const peri_saved_head *head)
{
    peri_saved_head written = *head;
    struct copy copy = {.id = 0};
    peri_buf bytes;
    peri_buf_init(&bytes);
    peri_codec codec = peri_codec_write(&bytes);
    peri_code_head(&codec, &written);
    copy.len = bytes.len;
    memcpy(copy.bytes, bytes.data, bytes.len);
    put_back(kit, PERI_SAVED_HEAD, &copy, copy.len);
    peri_buf_deinit(&bytes);
}

/* Counts below 0, and such as the records do not bear out; numbers that are none. */
SUITE(live_resume_of_a_head_that_cannot_be)
{
    live_kit kit;
    peri_saved_head head, odd = {0};
    int64_t *const counts[] = {
        &odd.steps,  &odd.data_points, &odd.invalid_orders,   &odd.trainings,
        &odd.orders, &odd.trades,      &odd.equity,           &odd.days,
        &odd.points, &odd.securities,  &odd.active_trainings, &odd.capacity_assets,
        &odd.lots,   &odd.open_trades, &odd.built_trades,     &odd.statistics,
        &odd.events};
    double *const reals[] = {&odd.cash,          &odd.total_fees, &odd.total_profit,
                             &odd.start_equity,  &odd.last_daily, &odd.last_sales,
                             &odd.capacity_value};
    resume_kit_set_up(&kit, "odd_head", resume_kit_trader);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("kept", live_kit_saved(&kit, &head));
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        odd = head;
        *counts[i] = i % 2 == 0 ? -1 : INT64_MIN;
        put_head(&kit, &odd);
        check_refused(&kit, "refused", "head 0");
        if (i < 4)
            continue;
        odd = head;
        *counts[i] = i % 2 == 0 ? INT64_MAX : *counts[i] + 1;
        put_head(&kit, &odd);
        check_refused(&kit, "refused", "the saved run is damaged");
    }
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        odd = head;
        *reals[i] = i % 2 == 0 ? (double)NAN : -HUGE_VAL;
        put_head(&kit, &odd);
        check_refused(&kit, "refused", "head 0");
    }
    put_head(&kit, &head);
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("goes on", resume_kit_report(&kit), resume_kit_whole(&kit, "odd_head_whole"));
}

/* A head of version 1 had fewer fields: refused by its number, before anything else is looked at.
 */
SUITE(live_resume_of_an_older_version)
{
    live_kit kit;
    peri_saved_head head;
    resume_kit_set_up(&kit, "older", resume_kit_trader);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("kept", live_kit_saved(&kit, &head));
    struct copy older = first_of(&kit, PERI_SAVED_HEAD);
    CHECK_INT("the number comes first", older.bytes[0], PERI_SAVED_VERSION);
    older.bytes[0] = 1;
    for (size_t less = 0; less <= 16; less += 8) {
        put_back(&kit, PERI_SAVED_HEAD, &older, older.len - less);
        CHECK_INT("refused", live_kit_run(&kit), LIVE_KIT_FAILED);
        char *text = live_kit_text(kit.report);
        CHECK_HAS("why", text, "of another version of perigee (--state fresh begins anew)");
        free(text);
    }
    put_head(&kit, &head);
    CHECK_INT("mended", live_kit_run(&kit), LIVE_KIT_ENDED);
    resume_kit_same("goes on", resume_kit_report(&kit), resume_kit_whole(&kit, "older_whole"));
}

/* The sampler takes none of those that follow: the head counts more than it has. */
SUITE(live_resume_of_samples_out_of_order)
{
    live_kit kit;
    peri_saved_head head;
    resume_kit_set_up(&kit, "order_of_samples", resume_kit_trader);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("kept", live_kit_saved(&kit, &head));
    struct copy copy = first_of(&kit, PERI_SAVED_EQUITY);
    for (int i = 0; i < 8; i++) /* the first one's time: that of the last */
        copy.bytes[i] = (unsigned char)((uint64_t)head.clock_ns >> 8 * i);
    put_back(&kit, PERI_SAVED_EQUITY, &copy, copy.len);
    check_refused(&kit, "refused", "head 0");
}

static void put_last_sample(const live_kit *kit, const peri_saved_head *head, int64_t time_ns)
{
    struct copy copy = {.id = head->equity - 1};
    peri_sample sample = {time_ns, 10000.0};
    peri_buf bytes;
    peri_buf_init(&bytes);
    peri_codec codec = peri_codec_write(&bytes);
    peri_code_sample(&codec, &sample);
    copy.len = bytes.len;
    memcpy(copy.bytes, bytes.data, bytes.len);
    put_back(kit, PERI_SAVED_EQUITY, &copy, copy.len);
    peri_buf_deinit(&bytes);
}

/* Killed between a midnight's sample and the clock's next move: the sample is later than the clock.
 */
SUITE(live_resume_behind_a_midnight)
{
    live_kit kit;
    peri_saved_head head;
    resume_kit_set_up(&kit, "midnight", resume_kit_trader);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    CHECK("kept", live_kit_saved(&kit, &head));
    put_last_sample(&kit, &head, head.clock_ns + 1);
    CHECK_INT("no sample is of the future", live_kit_run(&kit), LIVE_KIT_FAILED);
    head.last_daily_ns = head.clock_ns + 1;
    put_head(&kit, &head);
    CHECK_INT("but for a daily one", live_kit_run(&kit), LIVE_KIT_ENDED);
}

/* -- records that were forged ----------------------------------------------------------------- */

/* A run that goes on from bytes with a right sum ends with a report or a reason, whatever they say.
 */
static int run_forged(const live_kit *kit, int kind, size_t at)
{
    remove(kit->report);
    live_kit_end end = live_kit_run(kit);
    char *text = live_kit_text(kit->report);
    bool ok = end != LIVE_KIT_KILLED && text[0] != '\0';
    if (!ok)
        printf("     kind %d, byte %zu\n", kind, at);
    free(text);
    return !ok;
}

/* The file as a whole, at rest. */
static void copy_file(const char *from, const char *to)
{
    char part[4096];
    size_t n;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    if (!in || !out)
        abort();
    while ((n = fread(part, 1, sizeof part, in)) > 0)
        CHECK_INT("copies", fwrite(part, 1, n, out), n);
    fclose(in);
    fclose(out);
}

SUITE(live_resume_of_forged_bytes)
{
    live_kit kit;
    char kept[LIVE_KIT_PATH + 8];
    int died = 0;
    resume_kit_set_up(&kit, "forged", resume_kit_trader);
    kit.kill_at = 60;
    CHECK_INT("killed", live_kit_run(&kit), LIVE_KIT_KILLED);
    kit.kill_at = 0;
    char *path = peri_project_run_file(kit.store, "run");
    snprintf(kept, sizeof kept, "%s.kept", kit.store);
    CHECK("kept", resume_kit_is_kept(&kit)); /* all in the file, then */
    copy_file(path, kept);
    for (int kind = PERI_SAVED_HEAD; kind <= PERI_SAVED_LAST; kind++) {
        const struct copy copy = first_of(&kit, kind);
        if (copy.id < 0)
            continue;                                 /* no training is at work */
        for (size_t at = 3; at < copy.len; at += 4) { /* the top byte of most numbers too */
            struct copy odd = copy;
            odd.bytes[at] ^= (unsigned char)(1U << at % 8);
            put_back(&kit, kind, &odd, odd.len);
            died += run_forged(&kit, kind, at);
            copy_file(kept, path);
        }
    }
    peri_free(path);
    CHECK_INT("none died", died, 0);
}
