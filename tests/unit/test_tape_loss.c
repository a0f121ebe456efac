/* test_tape_loss.c - a tape that gets shorter, or is written over, while a run reads it ends the
 * run with an error, and a process that may not open more files reads without tapes. */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/mem.h"
#include "engine/engine.h"
#include "engine/history.h"
#include "reel_kit.h"

enum {
    ROWS = 5000
};

/* A strategy that cuts the tape its bars come from at one of its calls, or writes over it. */
struct cutter {
    peri_engine *engine;
    const char *folder;
    int calls, cuts_at;
    long from, until;    /* of it, as a part of a thousand: these bytes are changed; 0: it is cut */
    int history, joined; /* what those behind the cut returned, of minutes and of hours */
};

static int initialize(void *ctx, peri_error *err)
{
    struct cutter *cutter = ctx;
    const peri_subscription wanted = {
        .ticker = "CUT", .type = PERI_TYPE_BASE, .resolution = PERI_RES_MINUTE, .time_zone = "UTC"};
    int32_t index;
    return peri_engine_add_security(cutter->engine, &wanted, &index, err);
}

static int look_back(struct cutter *cutter, peri_resolution resolution)
{
    const peri_history wanted = {.resolution = resolution,
                                 .periods = resolution == PERI_RES_HOUR ? ROWS / 120 : ROWS / 2,
                                 .kind = PERI_PAST_TRADES};
    peri_past past;
    peri_past_init(&past);
    const int rc = peri_engine_history(cutter->engine, &wanted, &past, NULL);
    peri_past_deinit(&past);
    return rc;
}

/* Change bytes of a file where it lies, as another process would. */
static void write_over(const char *path, long from, long until)
{
    static unsigned char bytes[1 << 20];
    FILE *f = fopen(path, "r+b");
    const long len = f ? (long)fread(bytes, 1, sizeof bytes, f) : 0;
    CHECK("all of it", len > (long)sizeof(uint64_t) * ROWS && len < (long)sizeof bytes);
    for (long at = len * from / 1000; at < len * until / 1000; at++)
        bytes[at] ^= 1;
    rewind(f);
    CHECK_INT("written over", fwrite(bytes, 1, (size_t)len, f), len);
    CHECK_INT("closed", fclose(f), 0);
}

static void spoil(const struct cutter *cutter)
{
    const char *tape = reel_only_file(cutter->folder);
    if (!CHECK("a tape", tape != NULL))
        return;
    if (cutter->until > 0)
        write_over(tape, cutter->from, cutter->until);
    else
        CHECK_INT("cut", truncate(tape, 4096), 0);
}

static int on_data(void *ctx, const peri_slice *slice, peri_error *err)
{
    struct cutter *cutter = ctx;
    (void)slice;
    (void)err;
    if (++cutter->calls != cutter->cuts_at)
        return PERI_OK;
    spoil(cutter);
    cutter->joined = look_back(cutter, PERI_RES_HOUR);
    cutter->history = look_back(cutter, PERI_RES_MINUTE);
    return PERI_OK;
}

static int run(struct cutter *cutter, peri_error *err)
{
    const peri_engine_options options = {.data_dir = check_tmp(), .cache_dir = cutter->folder};
    const peri_strategy strategy = {.ctx = cutter, .initialize = initialize, .on_data = on_data};
    peri_result result;
    int rc = peri_engine_open(&options, &cutter->engine, err);
    if (rc == PERI_OK)
        rc = peri_engine_run(cutter->engine, &strategy, &result, err);
    peri_engine_close(cutter->engine);
    return rc;
}

SUITE(tape_that_is_cut_while_it_is_read)
{
    char folder[600];
    peri_error err = {0};
    check_rng rng = {81};
    const int64_t live = peri_mem_live();
    snprintf(folder, sizeof folder, "%s/cut-tapes", check_tmp());
    reel_write_csv("CUT.csv", ROWS, &rng);
    struct cutter whole = {.folder = folder};
    CHECK_INT("runs", run(&whole, &err), PERI_OK);
    CHECK_INT("all bars", whole.calls, ROWS);
    struct cutter cut = {.folder = folder, .cuts_at = ROWS / 2};
    CHECK_INT("fails", run(&cut, &err), PERI_EIO);
    CHECK_HAS("says what", err.text, "prices that were parsed before cannot be read back from");
    CHECK_HAS("says where", err.text, "cut-tapes");
    CHECK("not all bars", cut.calls >= ROWS / 2 && cut.calls < ROWS);
    CHECK_INT("History fails as well", cut.history, PERI_EIO);
    CHECK_INT("also of hours that are joined", cut.joined, PERI_EIO);
    struct cutter again = {.folder = folder};
    CHECK_INT("the next run makes a new one", run(&again, &err), PERI_OK);
    CHECK_INT("with all bars", again.calls, ROWS);
    CHECK_INT("no block left", peri_mem_live(), live);
}

/* Rows that are in memory still count: a window of bars, two at the most. */
SUITE(tape_that_is_written_over_while_it_is_read)
{
    static const struct {
        const char *name;
        long from, until;
        int history; /* what it says of the past */
    } rows[] = {
        {"all", 0, 1000, PERI_EIO},
        {"what is still to come", 700, 1000, PERI_OK},
        {"a bit of it", 900, 901, PERI_OK},
        {"what History asks for", 1, 100, PERI_EIO},
    };
    char folder[600];
    check_rng rng = {83};
    snprintf(folder, sizeof folder, "%s/over-tapes", check_tmp());
    reel_write_csv("CUT.csv", ROWS, &rng);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_error err = {0};
        struct cutter over = {
            .folder = folder, .cuts_at = ROWS / 2, .from = rows[i].from, .until = rows[i].until};
        CHECK_INT(rows[i].name, run(&over, &err), PERI_EIO);
        CHECK_INT(rows[i].name, over.history, rows[i].history);
        CHECK(rows[i].name, over.calls >= ROWS / 2);
        CHECK(rows[i].name, over.calls < ROWS || rows[i].history != PERI_OK);
        CHECK_HAS(rows[i].name, err.text, "are not what was written to ");
        CHECK_HAS(rows[i].name, err.text, ".rows: it was changed while they were read");
        CHECK_HAS(rows[i].name, err.text, reel_only_file(folder));
    }
    struct cutter again = {.folder = folder};
    peri_error err = {0};
    CHECK_INT("the next run makes a new one", run(&again, &err), PERI_OK);
    CHECK_INT("with all bars", again.calls, ROWS);
}

/* Change a byte of the only tape, counted from a place of its. */
static void change_at(const char *folder, long at, int whence)
{
    FILE *f = fopen(reel_only_file(folder), "r+b");
    CHECK("a tape", f != NULL);
    CHECK_INT("its place", fseek(f, at, whence), 0);
    const int byte = fgetc(f);
    CHECK("changed", fseek(f, -1, SEEK_CUR) == 0 && fputc(byte ^ 1, f) != EOF);
    CHECK_INT("closed", fclose(f), 0);
}

/* An instant is looked for among those the chunks began with when the tape was opened, then in one
   chunk, which must be what was written. */
SUITE(tape_whose_times_are_written_over)
{
    struct reading r;
    char folder[600];
    peri_series past;
    check_rng rng = {84};
    int rc;
    reading_setup(&r, PERI_RES_MINUTE);
    snprintf(folder, sizeof folder, "%s/time-tapes", check_tmp());
    CHECK_INT("cache", peri_tape_cache_open(folder, &r.options.cache, NULL), PERI_OK);
    peri_reel *reel = reel_of_csv(&r, reel_write_csv("times.csv", ROWS, &rng), &rc);
    const int64_t from_ns = peri_reel_facts_of(reel)->first_ns;
    const int64_t until_ns = from_ns + 9 * PERI_MINUTE;
    static const long header = 88; /* then the times of the first chunk */
    peri_series_init(&past);
    rc = peri_reel_read(reel, 0, from_ns, until_ns, &past, NULL, &r.err);
    CHECK_INT("read", rc, PERI_OK);
    const size_t bars = past.n;
    CHECK("bars", bars > 0);
    change_at(folder, 20000, SEEK_SET);
    change_at(folder, -40, SEEK_END);
    rc = peri_reel_read(reel, 0, from_ns, until_ns, &past, NULL, &r.err);
    CHECK_INT("others are not asked", rc, PERI_OK);
    CHECK_INT("the same again", past.n, 2 * bars);
    change_at(folder, header + 24, SEEK_SET);
    rc = peri_reel_read(reel, 0, from_ns, until_ns, &past, NULL, &r.err);
    CHECK_INT("says so", rc, PERI_EIO);
    CHECK_HAS("where", r.err.text, reel_only_file(folder));
    peri_series_deinit(&past);
    peri_reel_close(reel);
    peri_tape_cache_close(r.options.cache);
    reading_teardown(&r);
}

SUITE(tapes_leave_descriptors_to_others)
{
    struct reading r;
    struct rlimit was, few;
    peri_series whole;
    check_rng rng = {82};
    int rc = PERI_EIO;
    reading_setup(&r, PERI_RES_MINUTE);
    CHECK_INT("cache", peri_tape_cache_open(NULL, &r.options.cache, NULL), PERI_OK);
    const char *path = reel_write_csv("few.csv", ROWS, &rng);
    CHECK("there is room", peri_tape_has_room());
    CHECK_INT("limit", getrlimit(RLIMIT_NOFILE, &was), 0);
    few = was;
    few.rlim_cur = 8; /* 0 to 2 are taken, and what the test itself has open */
    const int taken = dup(1), second = dup(1);
    CHECK_INT("fewer", setrlimit(RLIMIT_NOFILE, &few), 0);
    CHECK("no room", !peri_tape_has_room());
    CHECK("no reel", reel_of_csv(&r, path, &rc) == NULL);
    CHECK_INT("which is no error", rc, PERI_OK);
    peri_series_init(&whole);
    CHECK_INT("but a series", peri_csv_read(path, &r.options, &whole, &r.report, &r.err), PERI_OK);
    CHECK_INT("of all bars", whole.n, ROWS);
    CHECK_INT("as before", setrlimit(RLIMIT_NOFILE, &was), 0);
    close(taken);
    close(second);
    peri_series_deinit(&whole);
    peri_tape_cache_close(r.options.cache);
    reading_teardown(&r);
}
