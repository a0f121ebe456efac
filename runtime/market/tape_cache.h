/* tape_cache.h - tapes of price files, kept in a folder between runs. Layer 2.

   A file of the folder is believed when the source files are what they were (source_state.h) and
   its own sums are right; else what is missing is read anew, and it is replaced as a whole, by
   renaming: processes may share a folder. Where it cannot be written, a file without a name in
   TMPDIR does for this run. Nothing of that is an error. The folder may be deleted at any time. */
#ifndef PERI_TAPE_CACHE_H
#define PERI_TAPE_CACHE_H

#include "base/buf.h"
#include "base/error.h"
#include "market/reader.h"
#include "market/tape_writer.h"

/* folder  made when the first file is; NULL: nothing is kept (copied)
   Returns PERI_OK or PERI_ENOMEM. Thread: one at a time per cache. */
int peri_tape_cache_open(const char *folder, peri_tape_cache **out, peri_error *err);
void peri_tape_cache_close(peri_tape_cache *cache); /* NULL is allowed; tapes stay */

/* Bytes its folder may have; 0, the default: any number. */
void peri_tape_cache_set_limit(peri_tape_cache *cache, uint64_t bytes);
/* Data were read: when the folder has grown over its limit, tapes go that are not this cache's own,
   see tape_prune.h. The close does the same, when tapes were asked for since. */
void peri_tape_cache_prune(peri_tape_cache *cache);

/* Whether tapes can be kept in a folder, which is made for it. Returns PERI_OK; PERI_EIO (what
   stands against it: text names the folder); PERI_ENOMEM. */
int peri_tape_cache_try(const char *folder, peri_error *err);

/* Whether it has a folder. */
bool peri_tape_cache_keeps(const peri_tape_cache *cache);

/* Files whose rows go onto one tape: of a folder those of a year, or a single one. */
typedef struct peri_tape_request {
    const char *key; /* all that the rows depend on beside the files' bytes (borrowed) */
    peri_tape_form form;
    const peri_date *dates; /* shape [n], ascending (borrowed); a single file has date 0 */
    size_t n;
    size_t first, last; /* those that are wanted now: dates[first .. last) */
    bool skip_bad_rows;
    /* The path of a file. */
    void (*path)(void *ctx, peri_date date, peri_buf *out);
    bool takes_sum; /* parse gives all bytes of the file to `sum`, unless that is NULL */
    /* Put the rows of a file onto the tape. Returns PERI_OK or what is wrong with the file. */
    int (*parse)(void *ctx, const char *path, peri_date date, peri_tape_writer *to,
                 peri_source_sum *sum, peri_read_report *report, peri_error *err);
    void *ctx;
} peri_tape_request;

/*
 * Get a tape with all wanted files, from the folder or by parsing them.
 *
 * out  receives it (owned by the caller: peri_tape_close); NULL when it cannot be written anywhere,
 *      or too many files are open (peri_tape_has_room)
 * Returns PERI_OK, PERI_ENOMEM, or what parse returned: files are parsed in ascending order.
 */
int peri_tape_cache_get(peri_tape_cache *cache, const peri_tape_request *request, peri_tape **out,
                        peri_error *err);

/* Rows that lay on a tape cannot be read any more, by `error`: an errno, or PERI_TAPE_CHANGED. The
   first such counts. */
void peri_tape_cache_note_loss(peri_tape_cache *cache, const peri_tape *tape, int error);
/* PERI_OK, or PERI_EIO when there was one (text names the tape's file): not all bars were handed
   out. */
int peri_tape_cache_check(const peri_tape_cache *cache, peri_error *err);

/* The piece of a date; NULL: there is none. */
const peri_tape_piece *peri_tape_find(const peri_tape *tape, int64_t date);

#endif
