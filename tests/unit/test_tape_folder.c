/* test_tape_folder.c - a folder with a zip a day on tapes of a year: spans that grow, days that
   come and change. */
#include "lean_kit.h"
#include "reel_kit.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
    struct reading r;
    char tapes[600];
};

static void open_folder(struct folder *f, const char *name)
{
    reading_setup(&f->r, PERI_RES_MINUTE);
    reading_use_exchange(&f->r);
    snprintf(f->r.root, sizeof f->r.root, "%s/%s", check_tmp(), name);
    snprintf(f->tapes, sizeof f->tapes, "%s/tapes", f->r.root);
    CHECK_INT("opens", peri_tape_cache_open(f->tapes, &f->r.options.cache, NULL), PERI_OK);
}

static void close_folder(struct folder *f)
{
    peri_tape_cache_close(f->r.options.cache);
    reading_teardown(&f->r);
}

/* A day's zip: two minutes from 10:00 on, with a close. */
static void write_day(struct folder *f, const char *day, int close)
{
    char name[128], rows[256];
    snprintf(name, sizeof name, "equity/usa/minute/spy/%s_trade.zip", day);
    snprintf(rows, sizeof rows,
             "36000000,10000,90000,10000,%d,5\n36060000,10000,90000,10000,%d,6\n", close, close);
    lean_zip(f->r.root, name, 1, rows);
}

/* Read the days from one date to another; the same as without a cache. */
static void read_days(struct folder *f, const char *what, const char *from, const char *until,
                      size_t bars)
{
    const peri_lean_symbol symbol = {
        .root = f->r.root, .type = PERI_TYPE_EQUITY, .market = "usa", .ticker = "SPY"};
    peri_read_options options = f->r.options;
    peri_read_report cached = {0}, plain = {0};
    peri_series series;
    peri_series_init(&series);
    f->r.series.n = 0;
    options.from_ns = utc_at(from);
    options.until_ns = utc_at(until);
    CHECK_INT(what, peri_lean_read(&symbol, &options, &f->r.series, &cached, &f->r.err), PERI_OK);
    options.cache = NULL;
    CHECK_INT(what, peri_lean_read(&symbol, &options, &series, &plain, NULL), PERI_OK);
    CHECK(what, reel_same_bars(&f->r.series, &series));
    CHECK_INT(what, f->r.series.n, bars);
    CHECK_INT(what, cached.rows, plain.rows);
    CHECK_INT(what, cached.kept, plain.kept);
    peri_series_deinit(&series);
}

static int count_tapes(const struct folder *f)
{
    int n = 0;
    DIR *dir = opendir(f->tapes);
    const struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        n += entry->d_name[0] != '.';
    if (dir)
        closedir(dir);
    return n;
}

SUITE(tape_folder_spans_days_and_years)
{
    struct folder f;
    open_folder(&f, "spans");
    write_day(&f, "20131230", 20000);
    write_day(&f, "20131231", 30000);
    write_day(&f, "20140102", 40000);
    write_day(&f, "20140103", 50000);
    read_days(&f, "a day", "2013-12-31 06:00", "2013-12-31 23:00", 2);
    CHECK_INT("a year's tape", count_tapes(&f), 1);
    read_days(&f, "all", "2013-12-01 00:00", "2014-02-01 00:00", 8);
    CHECK_INT("one more", count_tapes(&f), 2);
    read_days(&f, "over the year's end", "2013-12-31 06:00", "2014-01-02 23:00", 4);
    read_days(&f, "nothing", "2013-11-01 00:00", "2013-11-30 00:00", 0);
    CHECK_INT("no others", count_tapes(&f), 2);
    close_folder(&f);
}

SUITE(tape_folder_sees_days_come_and_change)
{
    struct folder f;
    char gone[700];
    open_folder(&f, "days");
    write_day(&f, "20131007", 20000);
    write_day(&f, "20131009", 30000);
    read_days(&f, "two", "2013-10-01 00:00", "2013-11-01 00:00", 4);
    write_day(&f, "20131008", 40000);
    read_days(&f, "one between", "2013-10-01 00:00", "2013-11-01 00:00", 6);
    CHECK_NEAR("its close", f.r.series.bars[2].close, 4, 0);
    write_day(&f, "20131008", 50000);
    read_days(&f, "another close", "2013-10-01 00:00", "2013-11-01 00:00", 6);
    CHECK_NEAR("the new one", f.r.series.bars[2].close, 5, 0);
    snprintf(gone, sizeof gone, "%s/equity/usa/minute/spy/20131007_trade.zip", f.r.root);
    unlink(gone);
    read_days(&f, "one less", "2013-10-01 00:00", "2013-11-01 00:00", 4);
    CHECK_INT("one tape", count_tapes(&f), 1);
    close_folder(&f);
}

/* A tape that is made anew takes over days that are not asked for, but none that is damaged. */
SUITE(tape_folder_keeps_no_damaged_day)
{
    struct folder f;
    struct stat was, now;
    open_folder(&f, "damaged");
    write_day(&f, "20131007", 20000);
    write_day(&f, "20131008", 30000);
    read_days(&f, "two", "2013-10-01 00:00", "2013-11-01 00:00", 4);
    FILE *tape = fopen(reel_only_file(f.tapes), "r+b");
    CHECK("opens", tape != NULL);
    CHECK_INT("the first chunk", fseek(tape, 88 + 16, SEEK_SET), 0);
    CHECK("changed", fputc(0x55, tape) == 0x55 && fclose(tape) == 0);
    write_day(&f, "20131009", 40000);
    CHECK_INT("there", stat(reel_only_file(f.tapes), &was), 0);
    read_days(&f, "a new one", "2013-10-09 06:00", "2013-10-09 23:00", 2);
    CHECK_INT("one", stat(reel_only_file(f.tapes), &now), 0);
    CHECK("it is made anew", was.st_ino != now.st_ino);
    read_days(&f, "all", "2013-10-01 00:00", "2013-11-01 00:00", 6);
    CHECK_NEAR("as in its file", f.r.series.bars[0].close, 2, 0);
    CHECK_INT("one tape", count_tapes(&f), 1);
    close_folder(&f);
}

SUITE(tape_folder_serves_other_sessions)
{
    struct folder f;
    open_folder(&f, "sessions");
    write_day(&f, "20131007", 20000);
    read_days(&f, "open", "2013-10-01 00:00", "2013-11-01 00:00", 2);
    f.r.options.hours = f.r.always; /* the same tape, with other sessions */
    read_days(&f, "always", "2013-10-01 00:00", "2013-11-01 00:00", 2);
    CHECK_INT("one tape", count_tapes(&f), 1);
    close_folder(&f);
}
