/* tape_target.h - a file that gets its name when it is complete, or never. Layer 2. */
#ifndef PERI_TAPE_TARGET_H
#define PERI_TAPE_TARGET_H

#include <stdbool.h>

typedef struct peri_tape_target {
    int fd;
    char *path;  /* owned; what it is to be called; NULL: it stays without a name */
    char *draft; /* owned; what it is called meanwhile */
    bool named;  /* it has the name `draft` already */
} peri_tape_target;

/* Begin a file that is to be called path (its folder is made), or one without a name when path is
   NULL, in TMPDIR. False: it cannot be made, and there is nothing to close. */
bool peri_tape_target_open(const char *path, peri_tape_target *out);
/* Give it its name, in place of what has it. */
void peri_tape_target_publish(peri_tape_target *target);
/* A file that was not published is gone, unless it is open. */
void peri_tape_target_close(peri_tape_target *target);

#endif
