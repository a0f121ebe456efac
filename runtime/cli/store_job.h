/* store_job.h - one call of `perigee store` while it runs, and its words. Layer 8. */
#ifndef PERI_STORE_JOB_H
#define PERI_STORE_JOB_H

#include "base/buf.h"
#include "cli/store_options.h"
#include "time/civil.h"

typedef struct peri_store_job {
    const peri_store_request *request;
    peri_store *store;
    int64_t save_ns; /* what the store takes for the time of a save; PERI_NEVER: the clock's */
    peri_buf out;    /* printed when the word has succeeded */
    int status;      /* exit status then */
    bool refused;    /* the word failed since it was refused, not for a fault of a file */
} peri_store_job;

/* The words; each returns PERI_OK with `out` and `status`, or what failed. */
int peri_cli_store_ls(peri_store_job *job, peri_error *err);
int peri_cli_store_stat(peri_store_job *job, peri_error *err);
int peri_cli_store_check(peri_store_job *job, peri_error *err);
int peri_cli_store_get(peri_store_job *job, peri_error *err);
int peri_cli_store_put(peri_store_job *job, peri_error *err);
int peri_cli_store_rm(peri_store_job *job, peri_error *err);
int peri_cli_store_export(peri_store_job *job, peri_error *err);
int peri_cli_store_import(peri_store_job *job, peri_error *err);

/* ns since 1970 UTC. */
int64_t peri_cli_store_system_time(void);

/* Write bytes to stdout. Returns PERI_OK or PERI_EIO. */
int peri_cli_store_print(const char *bytes, size_t len, peri_error *err);

/* A sentence to stderr, for what does not end the word. */
void peri_cli_store_complain(const peri_store_job *job, const char *text);

/* Fails with PERI_ENOTFOUND, naming up to five similar keys. */
int peri_cli_store_no_object(peri_store_job *job, const char *key, peri_error *err);

#endif
