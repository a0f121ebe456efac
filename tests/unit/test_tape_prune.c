/* test_tape_prune.c - a folder of tapes is kept below its limit, the oldest first, and no file but
 * tapes goes. */
#include "base/mem.h"
#include "market/tape_prune.h"
#include "reel_kit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    TAPES = 5,
    BYTES = 100 /* of each */
};

static const char OTHER[] = "notes.txt";
static const char DRAFT[] = "00000000000000ff.rows.12-3.new";

struct folder {
    char path[512];
};

static const char *path_of(const struct folder *f, const char *name)
{
    static char path[700];
    snprintf(path, sizeof path, "%s/%s", f->path, name);
    return path;
}

static const char *tape_name(int i)
{
    static char name[32];
    snprintf(name, sizeof name, "%016x.rows", i + 1);
    return name;
}

/* A file that was used so many seconds after 2001. */
static void make(const struct folder *f, const char *name, long used)
{
    char bytes[BYTES];
    const struct timespec times[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000 + used}};
    memset(bytes, 'x', sizeof bytes);
    FILE *file = fopen(path_of(f, name), "wb");
    CHECK("made", file && fwrite(bytes, 1, BYTES, file) == BYTES);
    if (file)
        fclose(file);
    CHECK_INT("its time", utimensat(AT_FDCWD, path_of(f, name), times, 0), 0);
}

/* Tapes 0..4, used in the order 4, 3, 2, 1, 0; a draft of long ago; a file that is none. */
static struct folder fill(const char *name)
{
    struct folder f;
    snprintf(f.path, sizeof f.path, "%s/%s", check_tmp(), name);
    mkdir(f.path, 0777);
    for (int i = 0; i < TAPES; i++)
        make(&f, tape_name(i), 100 - i);
    make(&f, DRAFT, 1);
    make(&f, OTHER, 0);
    make(&f, "0123.rows", 0);
    make(&f, "00000000000000aa.rows.bak", 0);
    mkdir(path_of(&f, "00000000000000bb.rows"), 0777);
    return f;
}

/* Which of them are there: "01234dn", d the draft, n what is none of ours (4 of 4). */
static const char *there(const struct folder *f)
{
    static char text[TAPES + 3];
    size_t n = 0;
    for (int i = 0; i < TAPES; i++)
        if (access(path_of(f, tape_name(i)), F_OK) == 0)
            text[n++] = (char)('0' + i);
    if (access(path_of(f, DRAFT), F_OK) == 0)
        text[n++] = 'd';
    const bool rest = access(path_of(f, OTHER), F_OK) == 0 &&
                      access(path_of(f, "0123.rows"), F_OK) == 0 &&
                      access(path_of(f, "00000000000000aa.rows.bak"), F_OK) == 0 &&
                      access(path_of(f, "00000000000000bb.rows"), F_OK) == 0;
    text[n++] = rest ? 'n' : '?';
    text[n] = '\0';
    return text;
}

SUITE(tape_prune_takes_the_oldest)
{
    peri_tape_uses none = {0};
    static const struct {
        uint64_t limit, removed;
        const char *there;
    } rows[] = {{600, 0, "01234dn"}, {599, 100, "01234n"}, {500, 0, "01234n"}, {450, 100, "0123n"},
                {201, 200, "01n"},   {1, 200, "n"},        {1, 0, "n"}};
    const struct folder f = fill("prune_oldest");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK_INT("removed", peri_tape_prune(f.path, rows[i].limit, &none), rows[i].removed);
        CHECK_STR("what stays", there(&f), rows[i].there);
    }
    CHECK_INT("no folder", peri_tape_prune(path_of(&f, "none"), 1, &none), 0);
}

SUITE(tape_prune_spares_what_is_used)
{
    peri_tape_uses uses = {0};
    const struct folder f = fill("prune_used");
    peri_tape_uses_add(&uses, 5);
    peri_tape_uses_add(&uses, 2);
    peri_tape_uses_add(&uses, 5);
    CHECK_INT("told twice", uses.n, 2);
    CHECK_INT("the oldest is used", peri_tape_prune(f.path, 300, &uses), 300);
    CHECK_STR("what stays", there(&f), "014n");
    CHECK_INT("they count", peri_tape_prune(f.path, 50, &uses), 100);
    CHECK_STR("and stay", there(&f), "14n");
    peri_tape_uses_deinit(&uses);
}

SUITE(tape_prune_without_memory)
{
    const struct folder f = fill("prune_memory");
    for (long nth = 1;; nth++) {
        peri_tape_uses uses = {0};
        const int64_t live = peri_mem_live();
        peri_mem_fail_at(nth);
        peri_tape_uses_add(&uses, 1);
        const uint64_t removed = peri_tape_prune(f.path, 100, &uses);
        peri_mem_fail_at(0);
        peri_tape_uses_deinit(&uses);
        CHECK("no leak", peri_mem_live() == live);
        if (removed > 0)
            break;
        CHECK_STR("nothing went", there(&f), "01234dn");
    }
    CHECK_STR("with memory", there(&f), "0n");
}

/* A run reads CSV files through a cache of its own. */
static void read_with(struct reading *r, const char *folder, uint64_t limit, const char *csv)
{
    r->series.n = 0;
    r->report = (peri_read_report){0};
    CHECK_INT("opens", peri_tape_cache_open(folder, &r->options.cache, NULL), PERI_OK);
    peri_tape_cache_set_limit(r->options.cache, limit);
    CHECK_INT("reads", peri_csv_read(csv, &r->options, &r->series, &r->report, &r->err), PERI_OK);
    peri_tape_cache_close(r->options.cache);
    r->options.cache = NULL;
}

SUITE(tape_cache_prunes_behind_a_run)
{
    struct reading r;
    struct stat st;
    char folder[512], tape[1024], a[600], b[600];
    check_rng rng = {7};
    reading_setup(&r, PERI_RES_MINUTE);
    snprintf(folder, sizeof folder, "%s/prune_run", check_tmp());
    snprintf(a, sizeof a, "%s", reel_write_csv("prune_a.csv", 50, &rng));
    snprintf(b, sizeof b, "%s", reel_write_csv("prune_b.csv", 50, &rng));
    read_with(&r, folder, 1, a);
    CHECK("its own stays, though it is over the limit", reel_only_file(folder) != NULL);
    snprintf(tape, sizeof tape, "%s", reel_only_file(folder));
    const struct timespec long_ago[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    CHECK_INT("long ago", utimensat(AT_FDCWD, tape, long_ago, 0), 0);
    read_with(&r, folder, 0, a);
    CHECK("it is marked as used", stat(tape, &st) == 0 && st.st_mtim.tv_sec > 1000000000);
    read_with(&r, folder, 0, b);
    CHECK("without a limit both stay", !reel_only_file(folder) && access(tape, F_OK) == 0);
    read_with(&r, folder, 1, b);
    CHECK("the other goes", reel_only_file(folder) && access(tape, F_OK) != 0);
    reading_teardown(&r);
}
