/* reel.c - tapes in a row. Layer 2. */
#include "market/reel_internal.h"

#include "base/mem.h"
#include "market/tape_cache.h"

#include <string.h>

int peri_reel_open(const peri_read_options *options, peri_tape_form form, peri_reel **out,
                   peri_error *err)
{
    peri_reel *reel = peri_calloc(1, sizeof *reel);
    if (!reel)
        return peri_fail(err, PERI_ENOMEM, "no memory for a stream of bars");
    reel->options = *options;
    reel->form = form;
    reel->words = peri_tape_words(form);
    *out = reel;
    return PERI_OK;
}

void peri_reel_close(peri_reel *reel)
{
    if (!reel)
        return;
    for (size_t i = 0; i < reel->tape_count; i++)
        peri_tape_close(reel->tapes[i]);
    peri_free((void *)reel->tapes);
    peri_free(reel->parts);
    peri_free(reel);
}

/* Make room for one more tape and n parts. */
static int reserve(peri_reel *reel, size_t n, peri_error *err)
{
    void *tapes = (void *)reel->tapes, *parts = reel->parts;
    int rc = peri_grow(&tapes, &reel->tape_cap, reel->tape_count + 1, sizeof(peri_tape *));
    reel->tapes = tapes;
    if (rc == PERI_OK)
        rc = peri_grow(&parts, &reel->part_cap, reel->part_count + n, sizeof *reel->parts);
    reel->parts = parts;
    return rc == PERI_OK ? rc : peri_fail(err, rc, "no memory for a stream of bars");
}

static void count(const peri_tape *tape, const peri_tape_piece *piece, peri_read_report *report)
{
    report->rows += piece->seen;
    report->bad_rows += piece->bad;
    if (report->first_bad[0] != '\0')
        return;
    memcpy(report->first_bad, peri_tape_says(tape, piece), piece->says_len);
    report->first_bad[piece->says_len] = '\0';
}

int peri_reel_add(peri_reel *reel, peri_tape *tape, const peri_date *dates, size_t n,
                  int64_t from_ns, int64_t until_ns, peri_read_report *report, peri_error *err)
{
    int rc = reserve(reel, n, err);
    if (rc != PERI_OK) {
        peri_tape_close(tape);
        return rc;
    }
    reel->tapes[reel->tape_count++] = tape;
    for (size_t i = 0; i < n; i++) {
        const peri_tape_piece *piece = peri_tape_find(tape, dates[i]);
        if (!piece)
            continue;
        count(tape, piece, report);
        if (piece->rows == 0)
            continue;
        reel->parts[reel->part_count++] = (peri_reel_part){.tape = tape,
                                                           .first = piece->first,
                                                           .rows = piece->rows,
                                                           .first_utc_ns = piece->first_utc_ns,
                                                           .last_utc_ns = piece->last_utc_ns,
                                                           .from_ns = from_ns,
                                                           .until_ns = until_ns};
    }
    peri_tape_end_directory(tape);
    return PERI_OK;
}

/* What bars that were looked at are like. */
struct look {
    peri_reel_facts facts;
    int64_t last_end;
    bool follow; /* each other in time */
};

static void look_at(struct look *look, int64_t start_ns, int64_t end_ns)
{
    peri_reel_facts *facts = &look->facts;
    /* what is skimmed may be any number */
    const int64_t distance = (int64_t)((uint64_t)start_ns - (uint64_t)facts->last_ns);
    if (facts->bars == 0)
        facts->first_ns = start_ns;
    else if (distance < facts->closest_ns)
        facts->closest_ns = distance;
    look->follow &= facts->bars == 0 || end_ns > look->last_end;
    facts->bars++;
    facts->last_ns = start_ns;
    look->last_end = end_ns;
}

/* Whether rows follow each other also where they are not wanted: the first of a part those before
   it. Within a part they do. */
static bool parts_follow(const peri_reel *reel)
{
    for (size_t i = 1; i < reel->part_count; i++)
        if (reel->parts[i].first_utc_ns <= reel->parts[i - 1].last_utc_ns)
            return false;
    return true;
}

/* Look at a window of bars, whose prices are scaled: which may fail. */
static int look_at_bars(struct look *look, peri_reel_reader *reader, peri_error *err)
{
    int rc = peri_reel_reader_fill(reader, err);
    if (rc != PERI_OK)
        return rc;
    for (size_t i = 0; i < reader->trades.n; i++)
        look_at(look, reader->trades.bars[i].start_ns, reader->trades.bars[i].end_ns);
    for (size_t i = 0; i < reader->quotes.n; i++)
        look_at(look, reader->quotes.bars[i].start_ns, reader->quotes.bars[i].end_ns);
    return PERI_OK;
}

/* The same where times are all that has to be known. */
static int look_at_times(struct look *look, peri_reel_reader *reader, peri_error *err)
{
    peri_reel_stretch stretches[PERI_REEL_WINDOW];
    size_t n;
    int rc = peri_reel_reader_stretches(reader, stretches, &n, err);
    for (size_t i = 0; i < n && rc == PERI_OK; i++)
        look_at(look, stretches[i].start_ns, stretches[i].end_ns);
    return rc;
}

static int look_at_all(peri_reel *reel, peri_reel_reader *reader, bool *sound, peri_error *err)
{
    struct look look = {
        .facts = {.closest_ns = PERI_NEVER}, .last_end = INT64_MIN, .follow = parts_follow(reel)};
    int rc = PERI_OK;
    while (reader->part < reel->part_count && rc == PERI_OK)
        rc = reel->scales ? look_at_bars(&look, reader, err) : look_at_times(&look, reader, err);
    reel->facts = look.facts;
    *sound = look.follow;
    return rc;
}

/* The sums were right when the tapes were opened, a moment ago, and each chunk is compared with its
   own before a bar of it is handed out. Only where there is none would nobody notice. */
static int skim(peri_reel *reel, peri_reel_reader *reader, bool *sound, peri_error *err)
{
    reader->rows.skims = true;
    int rc = look_at_all(reel, reader, sound, err);
    if (rc != PERI_OK || reel->facts.bars > 0)
        return rc;
    peri_reel_reader_rewind(reader);
    return look_at_all(reel, reader, sound, err);
}

int peri_reel_finish(peri_reel *reel, const peri_normalizer *normalizer, bool *sound,
                     peri_read_report *report, peri_error *err)
{
    peri_reel_reader *reader = NULL;
    reel->scales = normalizer;
    if (normalizer)
        reel->normalizer = *normalizer;
    int rc = peri_reel_reader_open(reel, &reader, err);
    if (rc != PERI_OK)
        return rc;
    rc = skim(reel, reader, sound, err);
    report->kept += (int64_t)reel->facts.bars;
    report->outside += reader->outside;
    peri_reel_reader_close(reader);
    return rc;
}

const peri_reel_facts *peri_reel_facts_of(const peri_reel *reel)
{
    return &reel->facts;
}
