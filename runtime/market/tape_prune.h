/* tape_prune.h - keeping a folder of tapes below a size. Layer 2.

   Tapes that were not used for longest go first. Whoever has one open keeps it, so that
   processes may share the folder; a run's own are spared. Nothing of that is an error: what cannot
   be listed or removed stays. */
#ifndef PERI_TAPE_PRUNE_H
#define PERI_TAPE_PRUNE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The tapes a run has used, by the number in their names. All zeros: none. */
typedef struct peri_tape_uses {
    uint64_t *numbers; /* shape [n], ascending; owned */
    size_t n, cap;
    bool incomplete; /* there was no memory for one: nothing is pruned */
} peri_tape_uses;

void peri_tape_uses_add(peri_tape_uses *uses, uint64_t number);
void peri_tape_uses_deinit(peri_tape_uses *uses);

/* A tape is used now; its file's time of modification is what tells. fd: borrowed */
void peri_tape_mark_used(int fd);

/*
 * Remove tapes, and drafts of tapes that nobody finished, until the rest is at most `limit` bytes.
 * Other files of the folder neither count nor go.
 *
 * uses  what must stay
 * Returns the bytes that were removed. Thread: any; other processes may do the same.
 */
uint64_t peri_tape_prune(const char *folder, uint64_t limit, const peri_tape_uses *uses);

#endif
