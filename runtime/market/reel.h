/* reel.h - the bars of a stream of a symbol, which lie on tapes and are read a window at a time.
   Layer 2. */
#ifndef PERI_REEL_H
#define PERI_REEL_H

#include "market/price_scale.h"
#include "market/quote_bar.h"
#include "market/reader.h"
#include "market/tape.h"

enum {
    PERI_REEL_WINDOW = 512 /* bars in memory at once, twice */
};

/* A peri_reel holds bars of trades, or of quotes: those that the options want, scaled. Thread: one
   at a time, as for the zone and hours of its options; so are its readers. */

/* A place in a reel, and the bars there. */
typedef struct peri_reel_reader peri_reel_reader;

/* What is on a reel. */
typedef struct peri_reel_facts {
    size_t bars;
    int64_t first_ns, last_ns; /* starts of the first and the last bar, when there is one */
    int64_t closest_ns;        /* the least distance of two starts; PERI_NEVER: there are no two */
} peri_reel_facts;

/*
 * Begin a reel.
 *
 * options  of the bars (copied; what it names is borrowed)
 * form     of its tapes: 5 numbers for trades, 10 for quotes
 * Returns PERI_OK or PERI_ENOMEM.
 */
int peri_reel_open(const peri_read_options *options, peri_tape_form form, peri_reel **out,
                   peri_error *err);
void peri_reel_close(peri_reel *reel); /* NULL is allowed; after its readers */

/*
 * Hang a tape behind the others, with bars of pieces dates[0 .. n) that touch [from_ns, until_ns].
 *
 * tape    becomes the reel's, also on failure
 * report  gets what the pieces saw and refused
 * Returns PERI_OK or PERI_ENOMEM.
 */
int peri_reel_add(peri_reel *reel, peri_tape *tape, const peri_date *dates, size_t n,
                  int64_t from_ns, int64_t until_ns, peri_read_report *report, peri_error *err);

/*
 * All tapes are there: look at every bar once.
 *
 * normalizer  what prices are scaled with (copied; what it names is borrowed); NULL: nothing
 * sound       receives whether bars follow each other in time over all tapes: else whoever reads
 *             the files themselves can say where they do not
 * report      gets the bars that are kept, and those that are not wanted
 * Returns PERI_OK; PERI_ENOMEM; PERI_EFORMAT when a scaled price is none; PERI_EIO when the tape
 * cannot be read.
 */
int peri_reel_finish(peri_reel *reel, const peri_normalizer *normalizer, bool *sound,
                     peri_read_report *report, peri_error *err);

/* --- of a finished reel --- */

const peri_reel_facts *peri_reel_facts_of(const peri_reel *reel);

/*
 * Append bars that start at from_ns or later and end at until_ns or before; with periods > 0 the
 * last `periods` of those that end by then, whatever from_ns is.
 *
 * series, quotes  one of them, by what is on the reel
 * Returns PERI_OK, PERI_ENOMEM or PERI_EIO.
 */
int peri_reel_read(peri_reel *reel, int64_t periods, int64_t from_ns, int64_t until_ns,
                   peri_series *series, peri_quote_series *quotes, peri_error *err);

/*
 * A reader, at the begin. Nothing of it fails later but the disk, or a file that others change:
 * then no more bars come, and the cache of the reel's options knows (peri_tape_cache_check).
 * Returns PERI_OK, PERI_ENOMEM or PERI_EIO.
 */
int peri_reel_reader_open(peri_reel *reel, peri_reel_reader **out, peri_error *err);
void peri_reel_reader_close(peri_reel_reader *reader); /* NULL is allowed */

/* The bars of its window: the same struct for ever, whose bars change. Borrowed. */
const peri_series *peri_reel_reader_trades(const peri_reel_reader *reader);
const peri_quote_series *peri_reel_reader_quotes(const peri_reel_reader *reader);

/* Show the first bars that end behind an instant. */
void peri_reel_reader_seek(peri_reel_reader *reader, int64_t time_ns);
/* The same, and when the first of them starts; false: there is none. */
bool peri_reel_reader_after(peri_reel_reader *reader, int64_t time_ns, int64_t *start_ns);
/* Show the bars behind those of the window, whose memory stays as it is until the next but one.
   False, and nothing changes, when there are none. */
bool peri_reel_reader_next(peri_reel_reader *reader);

#endif
