/* test_tape_cache.c - tapes are believed when their sources and their sums say so, and never else.
 */
#include "base/mem.h"
#include "reel_kit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER "time,open,high,low,close,volume\n"
#define FIRST HEADER "2013-10-07 10:00,1,3,1,2,5\n2013-10-07 10:01,2,4,2,3,6\n"
#define OTHER HEADER "2013-10-07 10:00,1,3,1,2,5\n2013-10-07 10:01,2,4,2,4,6\n"
#define LONGER FIRST "2013-10-07 10:02,2,4,2,3,7\n"
#define BROKEN HEADER "2013-10-07 10:00,1,3,1,2,5\n2013-10-07 10:01,2,4,x,3,6\n"

struct cached {
    struct reading r;
    char folder[512], csv[512];
};

static void open_cached(struct cached *c, const char *name)
{
    reading_setup(&c->r, PERI_RES_MINUTE);
    snprintf(c->folder, sizeof c->folder, "%s/%s/tapes", check_tmp(), name);
    snprintf(c->csv, sizeof c->csv, "%s.csv", name);
    CHECK_INT("opens", peri_tape_cache_open(c->folder, &c->r.options.cache, NULL), PERI_OK);
}

static void close_cached(struct cached *c)
{
    peri_tape_cache_close(c->r.options.cache);
    reading_teardown(&c->r);
}

static const char *write_csv(struct cached *c, const char *text)
{
    return check_write(c->csv, text, (long)strlen(text));
}

/* Read into an empty series, with fresh counts. */
static int read_again(struct cached *c, const char *path)
{
    c->r.series.n = 0;
    c->r.report = (peri_read_report){0};
    c->r.err.text[0] = '\0';
    return peri_csv_read(path, &c->r.options, &c->r.series, &c->r.report, &c->r.err);
}

/* The only tape, and what tells whether it was written anew. */
static ino_t tape_number(const struct cached *c)
{
    struct stat st;
    const char *path = reel_only_file(c->folder);
    return path && stat(path, &st) == 0 ? st.st_ino : 0;
}

/* Read the bytes of the only tape; the caller frees them. */
static char *slurp_tape(const struct cached *c, long *len)
{
    FILE *f = fopen(reel_only_file(c->folder), "rb");
    char *bytes = malloc(1 << 16);
    *len = f && bytes ? (long)fread(bytes, 1, 1 << 16, f) : 0;
    if (f)
        fclose(f);
    return bytes;
}

SUITE(tape_cache_second_read_is_the_first)
{
    struct cached c;
    open_cached(&c, "second");
    const char *path = write_csv(&c, FIRST);
    CHECK_INT("first", read_again(&c, path), PERI_OK);
    const ino_t number = tape_number(&c);
    CHECK("a tape was made", number != 0);
    CHECK_INT("bars", c.r.series.n, 2);
    const peri_bar bar = c.r.series.bars[1];
    CHECK_INT("second", read_again(&c, path), PERI_OK);
    CHECK_INT("bars again", c.r.series.n, 2);
    CHECK("the same", memcmp(&bar, &c.r.series.bars[1], sizeof bar) == 0);
    CHECK_INT("rows", c.r.report.rows, 2);
    CHECK("the tape stayed", tape_number(&c) == number);
    c.r.options.until_ns = utc_at("2013-10-07 10:00");
    CHECK_INT("another span", read_again(&c, path), PERI_OK);
    CHECK_INT("of it", c.r.series.n, 1);
    CHECK_INT("outside", c.r.report.outside, 1);
    CHECK("still", tape_number(&c) == number);
    close_cached(&c);
}

SUITE(tape_cache_sees_changes_of_the_source)
{
    struct cached c;
    open_cached(&c, "changes");
    const char *path = write_csv(&c, FIRST);
    struct stat was;
    CHECK_INT("first", read_again(&c, path), PERI_OK);
    CHECK_INT("there", stat(path, &was), 0);
    path = write_csv(&c, OTHER);
    const struct timespec times[] = {was.st_atim, was.st_mtim};
    CHECK_INT("its old time again", utimensat(AT_FDCWD, path, times, 0), 0);
    CHECK_INT("same size, same time", read_again(&c, path), PERI_OK);
    CHECK_NEAR("the new close", c.r.series.bars[1].close, 4, 0);
    path = write_csv(&c, LONGER);
    CHECK_INT("longer", read_again(&c, path), PERI_OK);
    CHECK_INT("bars", c.r.series.n, 3);
    const ino_t number = tape_number(&c);
    CHECK_INT("touched", utimensat(AT_FDCWD, path, NULL, 0), 0);
    CHECK_INT("read", read_again(&c, path), PERI_OK);
    CHECK("the same bytes are a hit", tape_number(&c) == number);
    close_cached(&c);
}

SUITE(tape_cache_keeps_what_was_said_of_bad_rows)
{
    struct cached c;
    open_cached(&c, "bad");
    const char *path = write_csv(&c, BROKEN);
    CHECK_INT("fails", read_again(&c, path), PERI_EFORMAT);
    CHECK("nothing is kept", tape_number(&c) == 0);
    c.r.options.skip_bad_rows = true;
    for (int i = 0; i < 2; i++) {
        CHECK_INT("skips", read_again(&c, path), PERI_OK);
        CHECK_INT("bad", c.r.report.bad_rows, 1);
        CHECK_INT("rows", c.r.report.rows, 2);
        CHECK_HAS("says", c.r.report.first_bad, ".csv:3:22: low was 'x'");
    }
    c.r.options.skip_bad_rows = false;
    CHECK_INT("fails again", read_again(&c, path), PERI_EFORMAT);
    CHECK_HAS("says where", c.r.err.text, ".csv:3:22: low was 'x'");
    close_cached(&c);
}

static void check_damage(struct cached *c, const char *path, const char *bytes, long len,
                         const char *what)
{
    char name[600];
    snprintf(name, sizeof name, "%s", reel_only_file(c->folder));
    check_write(name, bytes, len);
    if (!CHECK_INT(what, read_again(c, path), PERI_OK) || !CHECK_INT(what, c->r.series.n, 2) ||
        !CHECK_NEAR(what, c->r.series.bars[1].close, 3, 0))
        printf("damage: %s\n", what);
}

/* Each byte of the tape changed, and each length it can be cut to. */
SUITE(tape_cache_does_not_believe_damage)
{
    struct cached c;
    long len;
    open_cached(&c, "damage");
    const char *csv = write_csv(&c, FIRST);
    char path[600], what[64];
    snprintf(path, sizeof path, "%s", csv);
    CHECK_INT("first", read_again(&c, path), PERI_OK);
    char *good = slurp_tape(&c, &len);
    char *bytes = malloc((size_t)len + 8);
    CHECK("a tape", len > 88 + 2 * 48);
    for (long at = 0; at < len; at++) {
        memcpy(bytes, good, (size_t)len);
        bytes[at] ^= (char)(1 << at % 8);
        snprintf(what, sizeof what, "byte %ld", at);
        check_damage(&c, path, bytes, len, what);
    }
    for (long cut = 0; cut < len; cut += 7) {
        snprintf(what, sizeof what, "cut to %ld", cut);
        check_damage(&c, path, good, cut, what);
    }
    memcpy(bytes, good, (size_t)len);
    memset(bytes + len, 0, 8);
    check_damage(&c, path, bytes, len + 8, "longer");
    check_damage(&c, path, "time,open\n", 10, "another file");
    free(good);
    free(bytes);
    close_cached(&c);
}

SUITE(tape_cache_of_another_source_is_foreign)
{
    struct cached c;
    long len;
    open_cached(&c, "foreign");
    const char *path = write_csv(&c, FIRST);
    CHECK_INT("first", read_again(&c, path), PERI_OK);
    char *bytes = slurp_tape(&c, &len);
    char name[600];
    snprintf(name, sizeof name, "%s", reel_only_file(c.folder));
    unlink(name);
    snprintf(c.csv, sizeof c.csv, "foreign2.csv");
    char other[600];
    snprintf(other, sizeof other, "%s", write_csv(&c, OTHER));
    CHECK_INT("another", read_again(&c, other), PERI_OK);
    snprintf(name, sizeof name, "%s", reel_only_file(c.folder));
    check_write(name, bytes, len);
    CHECK_INT("with the first one's tape", read_again(&c, other), PERI_OK);
    CHECK_NEAR("its own close", c.r.series.bars[1].close, 4, 0);
    free(bytes);
    close_cached(&c);
}

SUITE(tape_cache_that_cannot_be_written)
{
    struct cached c;
    reading_setup(&c.r, PERI_RES_MINUTE);
    check_write("plain", "", 0);
    snprintf(c.folder, sizeof c.folder, "%s/plain/tapes", check_tmp()); /* below a file */
    snprintf(c.csv, sizeof c.csv, "unwritten.csv");
    CHECK_INT("opens", peri_tape_cache_open(c.folder, &c.r.options.cache, NULL), PERI_OK);
    const char *path = write_csv(&c, FIRST);
    CHECK_INT("reads", read_again(&c, path), PERI_OK);
    CHECK_INT("all", c.r.series.n, 2);
    setenv("TMPDIR", c.folder, 1);
    CHECK_INT("without a temporary file too", read_again(&c, path), PERI_OK);
    CHECK_INT("all of it", c.r.series.n, 2);
    unsetenv("TMPDIR");
    close_cached(&c);
}

SUITE(tape_cache_without_memory)
{
    struct cached c;
    open_cached(&c, "memory");
    char path[600];
    snprintf(path, sizeof path, "%s", write_csv(&c, FIRST));
    for (long nth = 1;; nth++) {
        const int64_t live = peri_mem_live();
        const size_t cap = c.r.series.cap;
        peri_mem_fail_at(nth);
        int rc = read_again(&c, path);
        peri_mem_fail_at(0);
        if (rc == PERI_OK && nth > 200)
            break;
        if (rc != PERI_OK)
            CHECK_INT("only ENOMEM", rc, PERI_ENOMEM);
        CHECK("no leak", peri_mem_live() == live || cap == 0);
    }
    close_cached(&c);
}

SUITE(tape_cache_tries_a_folder)
{
    char folder[600], below[700];
    peri_error err;
    snprintf(folder, sizeof folder, "%s/tried/deep", check_tmp());
    for (long nth = 1;; nth++) {
        const int64_t live = peri_mem_live();
        peri_mem_fail_at(nth);
        const int rc = peri_tape_cache_try(folder, &err);
        peri_mem_fail_at(0);
        CHECK("no leak", peri_mem_live() == live);
        if (rc == PERI_OK)
            break;
        CHECK("ENOMEM, or it cannot be written", rc == PERI_ENOMEM || rc == PERI_EIO);
    }
    CHECK("nothing is left in it", rmdir(folder) == 0);
    snprintf(below, sizeof below, "%s/x", check_write("tried_file", "", 0));
    CHECK_INT("below a file", peri_tape_cache_try(below, &err), PERI_EIO);
    CHECK("says where", strstr(err.text, "tried_file'") != NULL);
}
