/* error.h - status codes and the error record every fallible call fills. Layer 0. */
#ifndef PERI_ERROR_H
#define PERI_ERROR_H

#include <stddef.h>

/* Results of calls that can fail: 0 or negative. */
enum {
    PERI_OK = 0,
    PERI_ENOMEM = -1,     /* an allocation failed, or a memory limit was reached */
    PERI_EINVAL = -2,     /* an argument is out of its range, or a wrong kind of thing */
    PERI_EIO = -3,        /* the operating system refused to open, read or write */
    PERI_EFORMAT = -4,    /* a file or text does not have the form it should have */
    PERI_ENOTFOUND = -5,  /* what was named does not exist */
    PERI_ELIMIT = -6,     /* a quota or a limit would be exceeded */
    PERI_ESTATE = -7,     /* the call is not allowed now */
    PERI_ESCRIPT = -8,    /* the strategy raised an error */
    PERI_EINTERRUPT = -9, /* somebody asked to stop */
    PERI_EDENIED = -10    /* the caller lacks the permission */
};

/* What went wrong, in one sentence a user can act on. `text` may hold a traceback after it. */
typedef struct peri_error {
    int code;        /* one of PERI_E* */
    char text[4096]; /* UTF-8, always terminated */
} peri_error;

/*
 * Fill an error record.
 *
 * err   receives code and text; may be NULL
 * code  one of PERI_E*
 * fmt   printf format of one sentence: where, the offending value, what was expected
 *
 * Returns code, so that a caller can write `return peri_fail(...)`. Thread: any.
 */
int peri_fail(peri_error *err, int code, const char *fmt, ...)
    __attribute__((cold, format(printf, 3, 4)));

/* As peri_fail, with ": " and the text of the current errno behind the sentence. */
int peri_fail_errno(peri_error *err, int code, const char *fmt, ...)
    __attribute__((cold, format(printf, 3, 4)));

/* Put a sentence before the text already in err ("cannot start: " ...). Returns err's code. */
int peri_fail_prefix(peri_error *err, const char *fmt, ...)
    __attribute__((cold, format(printf, 2, 3)));

#endif
