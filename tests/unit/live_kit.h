/* live_kit.h - live runs of a Lua strategy on recorded data, in processes that may be killed. */
#ifndef PERI_TEST_LIVE_KIT_H
#define PERI_TEST_LIVE_KIT_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/saved_records.h"
#include "lua_runtime.h"

enum {
    LIVE_KIT_PATH = 512
};

/* One run: its files, and how its processes go. */
typedef struct live_kit {
    char strategy[LIVE_KIT_PATH], folder[LIVE_KIT_PATH]; /* of the store and all beside it */
    char store[LIVE_KIT_PATH], log[LIVE_KIT_PATH], report[LIVE_KIT_PATH];
    const char *data; /* folder */
    int trainers;
    bool fresh;
    long kill_at;         /* dies at the nth look at the clock; 0: it does not */
    long fail_at;         /* the nth allocation of the run fails; 0: none does */
    double speed;         /* simulated seconds in a real one; 0: without waiting */
    int64_t clock_step;   /* ns from one look at the clock to the next; 0: it is the machine's */
    const char *kill_on;  /* dies when it logs a line that begins so; NULL: it does not */
    long leave_at;        /* is asked to end in order then; 0: it is not */
    const char *leave_on; /* the same where it logs a line that begins so; NULL: it is not */
    int64_t kill_us;      /* is killed that long after it began; 0: it is not */
    int64_t file_most;    /* bytes a file may have once the run is open; 0: any */
    const char *feed;
} live_kit;

typedef enum live_kit_end {
    LIVE_KIT_ENDED,
    LIVE_KIT_KILLED,
    LIVE_KIT_FAILED /* the report is the error's text */
} live_kit_end;

/* A strategy in a file of that name, and a folder of its own for what is kept. */
void live_kit_init(live_kit *kit, const char *name, const char *source);

/* One process of the run, from its open to its end; what it logs is appended to kit->log, its
   report (or error) is in kit->report. */
live_kit_end live_kit_run(const live_kit *kit);

/* Where the run stands in its file; false: nothing is kept. */
bool live_kit_saved(const live_kit *kit, peri_saved_head *head);

/* The report, behind the file's name, of a run that is killed where it logs `kill_on` and goes on
   (NULL: of one that is not killed); its log must have `says`. Owned by the caller (free). */
char *live_kit_report(const char *name, const char *source, const char *data, const char *kill_on,
                      const char *says);

/* The same of a run that was initialized, as fast as it says. */
char *live_kit_report_of(live_kit *kit, const char *kill_on, const char *says);

/* A report is that of another run. `got` is freed. */
void live_kit_same(const char *what, char *got, const char *want);

/* A whole file, terminated; owned by the caller (free). "" when there is none. */
char *live_kit_text(const char *path);

/* The report without its trainings, in place. */
void live_kit_cut_trainings(char *report);

#endif
