/* test_reel_damage.c - a tape that is changed, or cut, after its sums were found right and before
 * its bars were looked at: the reel says so, whatever is left of them. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "market/tape_format.h"
#include "market/tape_pack.h"
#include "reel_kit.h"

enum {
    ROWS = 300,  /* of one chunk */
    WANTED = 200 /* minutes behind the first row, from which on bars are wanted */
};

/* A reel between its tapes and its finish. */
struct half {
    struct reading r;
    peri_reel *reel;
    peri_factor_file *factors; /* none */
    char folder[600];
};

static void open_half(struct half *half, const char *name)
{
    bool possible = false;
    check_rng rng = {85};
    reading_setup(&half->r, PERI_RES_MINUTE);
    half->r.options.from_ns = utc_at("2013-10-07 00:00") + WANTED * PERI_MINUTE;
    snprintf(half->folder, sizeof half->folder, "%s/%s", check_tmp(), name);
    CHECK_INT("factors", peri_factor_file_open("/nowhere", "usa", "half", &half->factors, NULL),
              PERI_OK);
    CHECK_INT("cache", peri_tape_cache_open(half->folder, &half->r.options.cache, NULL), PERI_OK);
    const char *path = reel_write_csv("half.csv", ROWS, &rng);
    const peri_tape_form form = peri_tape_form_for(PERI_LEAN_TRADE, &half->r.options);
    CHECK_INT("a reel", peri_reel_open(&half->r.options, form, &half->reel, NULL), PERI_OK);
    CHECK_INT("a tape",
              peri_csv_reel(path, &half->r.options, half->reel, &possible, &half->r.report, NULL),
              PERI_OK);
    CHECK("it hangs there", possible && reel_only_file(half->folder) != NULL);
}

static int finish(struct half *half, bool scales)
{
    const peri_normalizer raw = {
        .factors = half->factors, .mode = PERI_NORMALIZATION_RAW, .zone = half->r.options.zone};
    bool sound = false;
    half->r.err.text[0] = '\0';
    return peri_reel_finish(half->reel, scales ? &raw : NULL, &sound, &half->r.report,
                            &half->r.err);
}

static void close_half(struct half *half)
{
    peri_reel_close(half->reel);
    peri_factor_file_close(half->factors);
    peri_tape_cache_close(half->r.options.cache);
    reading_teardown(&half->r);
}

static void leave(const char *path)
{
    CHECK_INT("it is there", access(path, R_OK), 0);
}

/* All rows but the first, which is compared, come a nanosecond after the one before: too early for
   any to be wanted. The chunk is a sound one otherwise. */
static void huddle(const char *path)
{
    const long at = sizeof(peri_tape_header);
    peri_tape_column column;
    FILE *f = fopen(path, "r+b");
    CHECK("read", f && fseek(f, at, SEEK_SET) == 0 && fread(&column, sizeof column, 1, f) == 1);
    CHECK("minutes", column.kind == PERI_COLUMN_STEPS && column.unit == PERI_MINUTE);
    column.unit = 1;
    CHECK("written", fseek(f, at, SEEK_SET) == 0 && fwrite(&column, sizeof column, 1, f) == 1);
    CHECK_INT("closed", fclose(f), 0);
}

static void cut(const char *path)
{
    CHECK_INT("cut", truncate(path, sizeof(peri_tape_header) + sizeof(peri_tape_column)), 0);
}

static void empty(const char *path)
{
    CHECK_INT("cut", truncate(path, 0), 0);
}

/* Looked at by times alone, and by bars that are scaled. */
SUITE(reel_of_a_tape_that_is_damaged_before_it_is_looked_at)
{
    static const struct {
        const char *name;
        void (*spoil)(const char *path);
        int rc;
        const char *says;
    } rows[] = {
        {"as it is", leave, PERI_OK, ""},
        {"no bar is wanted any more", huddle, PERI_EIO, "are not what was written to "},
        {"cut", cut, PERI_EIO, "prices that were parsed before cannot be read back from"},
        {"all of it", empty, PERI_EIO, "prices that were parsed before cannot be read back from"},
    };
    const int64_t live = peri_mem_live();
    for (size_t i = 0; i < 2 * sizeof rows / sizeof *rows; i++) {
        const bool scales = i % 2 == 1;
        char name[40];
        struct half half = {.reel = NULL};
        snprintf(name, sizeof name, "half-tapes-%zu", i);
        open_half(&half, name);
        rows[i / 2].spoil(reel_only_file(half.folder));
        CHECK_INT(rows[i / 2].name, finish(&half, scales), rows[i / 2].rc);
        CHECK_HAS(rows[i / 2].name, half.r.err.text, rows[i / 2].says);
        CHECK_INT("bars", peri_reel_facts_of(half.reel)->bars > 0, rows[i / 2].rc == PERI_OK);
        close_half(&half);
    }
    CHECK_INT("no block left", peri_mem_live(), live);
}
