/* store.h - the object store: named values in one SQLite file, durable when saved. Layer 2. */
#ifndef PERI_STORE_H
#define PERI_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "store/digest.h"
#include "store/quota.h"

/* Bytes of the largest value: 512 MiB. */
enum {
    PERI_STORE_VALUE_MAX = 512 * 1024 * 1024
};

/* What the bytes of a value are, as its writer said; the store does not look into them. */
enum peri_store_kind {
    PERI_STORE_BYTES,
    PERI_STORE_TEXT,
    PERI_STORE_JSON,
    PERI_STORE_XML
};

/* Name of a kind: "bytes", "text", "json", "xml". Static. */
const char *peri_store_kind_name(enum peri_store_kind kind);

/* How a store behaves. All zero but the quota is the usual choice. */
typedef struct peri_store_options {
    peri_quota quota;
    int busy_ms;    /* how long to wait for another writer; 0: 5000 */
    bool no_read;   /* refuse read, contains, stat, file_path; keys and usage show nothing */
    bool no_write;  /* refuse save, adopt, and file_path of a key that does not exist */
    bool no_delete; /* refuse delete; an object can still be saved over */
    /* See the store as it is at the opening, and what is saved through this object: what others
       save later stays unseen until peri_store_refresh. Costs a private copy of the file on disk.
     */
    bool snapshot;
    /* Do not look for damage when the file is opened; values are still checked when read. For
       rescuing what can be read. */
    bool unchecked;
    /* Time of a save, in ns since 1970 UTC; NULL: the system's clock. Called while the store is
       locked, so it must not call the store. */
    int64_t (*clock)(void *ctx);
    void *ctx; /* first argument of clock */
} peri_store_options;

/* Take away the permissions a text does not have: "rwd" is all of them, "r--" a store to read only.
   Returns PERI_OK, or PERI_EINVAL naming the text. Thread: any. */
int peri_store_permissions(const char *text, peri_store_options *options, peri_error *err);

/*
 * One store, shared by all threads of a run: each call locks it as a whole, and no call calls
 * back. Other processes and other peri_store of the same file may read and write at the same time;
 * every call sees what was committed before it began.
 *
 * Keys are given as the user wrote them and brought into form by the rules of key.h; all calls
 * that take one return PERI_EINVAL when it breaks them. Other common failures, none of which
 * changes what is stored:
 *   PERI_EIO      the file cannot be created, opened, read or written (rights, disk full)
 *   PERI_EFORMAT  the file is not a store of this program, is damaged, or is of a newer version;
 *                 a value that is not as it was saved
 *   PERI_ESTATE   another writer held the store for longer than busy_ms
 *   PERI_EDENIED  the options took the permission; the text names operation, key and permission
 *   PERI_ENOMEM
 * Texts begin with "store '<path>': ".
 */
typedef struct peri_store peri_store;

/*
 * Make a store object. The disk is not touched, but for a snapshot: the file and missing folders on
 * the way to it are created by the first save or by the first transaction that may write; until
 * then the store reads as empty. The first operation that finds a file checks it: all of it up to
 * 64 MiB, beyond that its outline; a value is checked when it is read, one over 64 KiB the first
 * time. A file of an older version is brought up to date.
 *
 * path     of the SQLite file, UTF-8, not empty (borrowed)
 * options  borrowed, ctx until the close; NULL: the quota "none"
 * store    receives it (owned by the caller: peri_store_close); NULL on failure
 * Returns PERI_OK, PERI_EINVAL or PERI_ENOMEM; with a snapshot also a common failure. Thread: any.
 */
int peri_store_open(const char *path, const peri_store_options *options, peri_store **store,
                    peri_error *err);

/* Release it; everything saved is on disk already. NULL is allowed. Thread: the last user's. */
void peri_store_close(peri_store *store);

/*
 * Save a value under a key, in place of an earlier one. When this returns PERI_OK the value is on
 * disk and survives the death of the process and of the machine; otherwise the old value stands.
 *
 * bytes, len  at most PERI_STORE_VALUE_MAX, may be any bytes (borrowed); NULL only with len 0
 * Returns PERI_OK, PERI_ELIMIT (over the quota, or too large) or a common failure.
 */
int peri_store_save(peri_store *store, const char *key, size_t key_len, const void *bytes,
                    size_t len, enum peri_store_kind kind, peri_error *err);

/*
 * Read a value.
 *
 * bytes  receives a copy with a zero behind it (owned by the caller: peri_free)
 * len    receives its length, without the zero
 * kind   receives what it was saved as; may be NULL
 * Returns PERI_OK, PERI_ENOTFOUND with up to five similar keys, or a common failure; the outputs
 * are untouched then.
 */
int peri_store_read(peri_store *store, const char *key, size_t key_len, char **bytes, size_t *len,
                    enum peri_store_kind *kind, peri_error *err);

/*
 * Delete a value together with its file (peri_store_file_path), so that it does not come back.
 * Durable as a save is; on failure the value stands.
 *
 * existed  receives whether there was a value, or a file not adopted yet; may be NULL
 */
int peri_store_delete(peri_store *store, const char *key, size_t key_len, bool *existed,
                      peri_error *err);

/* *found tells whether there is a value under the key. */
int peri_store_contains(peri_store *store, const char *key, size_t key_len, bool *found,
                        peri_error *err);

/* What is known of a value without reading it. */
typedef struct peri_store_item {
    char *key;           /* terminated; owned by the list */
    int64_t size;        /* bytes of the value */
    int64_t created_ns;  /* when the key was first saved, since 1970 UTC */
    int64_t modified_ns; /* when this value was saved */
    enum peri_store_kind kind;
} peri_store_item;

typedef struct peri_store_list {
    peri_store_item *items; /* ascending by the bytes of the key; NULL when n is 0 */
    size_t n;
} peri_store_list;

/*
 * List what is stored, without reading values.
 *
 * prefix  only keys that begin so; `\` in it counts as `/`, and leading `./` and `/`
 *         are dropped, as in keys. Not a pattern, and it may end inside a name. NULL, 0: all keys
 * list    receives them (owned by the caller: peri_store_list_free); untouched on failure
 */
int peri_store_keys(peri_store *store, const char *prefix, size_t prefix_len, peri_store_list *list,
                    peri_error *err);

/* Give the items back and empty the list. */
void peri_store_list_free(peri_store_list *list);

/* Number of objects and bytes of their values, as they count against the quota; zero without the
   read permission, though the quota holds then too. */
int peri_store_usage(peri_store *store, peri_quota *used, peri_error *err);

/* What peri_store_stat tells. */
typedef struct peri_store_stat {
    int64_t size; /* bytes of the value */
    int64_t created_ns, modified_ns;
    enum peri_store_kind kind;
    char sha256[PERI_SHA256_TEXT]; /* of the value, lower case */
} peri_store_stat;

/* Describe one value; reads it, for the sum. Returns as peri_store_read; `out` is untouched on
   failure. */
int peri_store_describe(peri_store *store, const char *key, size_t key_len, peri_store_stat *out,
                        peri_error *err);

/* The quota the store was opened with. Cannot fail. Thread: any. */
void peri_store_limits(const peri_store *store, peri_quota *limits);

/*
 * Do several calls as one: between begin and end nothing of what this thread saves or deletes is
 * seen by others, no other process writes, and other threads of this process wait in their calls.
 * Transactions may lie in each other; an inner one that is given up undoes its own part only.
 *
 * commit  true: keep everything, at once. When a save since the begin was refused with PERI_ELIMIT,
 *         nothing is kept, and that text is returned again: all or nothing.
 *         false: as if nothing had been called since the begin; cannot fail
 *
 * Each begin that returned PERI_OK needs its end, on the same thread; an end ends its transaction
 * whatever it returns. Files (peri_store_file_path) are no part of it, but those of deleted keys go
 * with the commit. When the file fails in the middle (disk full), every call but the ends returns
 * PERI_ESTATE and nothing is kept.
 */
int peri_store_begin(peri_store *store, peri_error *err);
int peri_store_end(peri_store *store, bool commit, peri_error *err);

/* Move a snapshot forward to what the file holds now; without one, nothing is to be done. On
   failure the old view stays. PERI_ESTATE inside a transaction. */
int peri_store_refresh(peri_store *store, peri_error *err);

/* What peri_store_check found. */
typedef struct peri_store_health {
    peri_quota counted;  /* what is there, by counting */
    peri_quota recorded; /* what the file's counters say; equal in a healthy store */
    int64_t damaged;     /* values whose bytes are not those that were saved, or cannot be read */
    char problem[1024];  /* the first thing that is wrong, with its key; "" in a healthy store */
} peri_store_health;

/* Read everything and compare: the file's structure, the sums of all values, the counters. Returns
   PERI_OK with whatever was found, or a common failure when that could not be found out. */
int peri_store_check(peri_store *store, peri_store_health *health, peri_error *err);

/*
 * Give a value the form of a plain file, for tools that need a path. The file of a key lies at
 * `<folder>/<normalised key>`; the folder is the path of the store with ".files" in place of
 * ".db" (behind a path that does not end so), and is made when first asked for.
 *
 * When there is a value, it is written there anew: what a tool wrote there before and nobody
 * adopted is replaced, at once and as a whole. When there is none, only the folders above are
 * made, and a tool may write the file; until peri_store_adopt it is no value. The file does not
 * follow later saves: ask for its path again.
 *
 * No key leads out of the folder: a symbolic link below it is refused, also in the place of the
 * file. What others do to the folder after this call, while a tool uses the path, is theirs.
 *
 * path  receives the path, relative when the store's is (owned by the caller: peri_free);
 *       untouched on failure
 * Returns PERI_OK or a common failure; PERI_EIO also when the way is blocked: a key 'a' has a file,
 * so 'a/b' cannot have one.
 */
int peri_store_file_path(peri_store *store, const char *key, size_t key_len, char **path,
                         peri_error *err);

/*
 * Save what a tool wrote at the path that peri_store_file_path gave, as PERI_STORE_BYTES. The file
 * stays.
 *
 * Returns as peri_store_save, or PERI_ENOTFOUND with the path when there is no file.
 */
int peri_store_adopt(peri_store *store, const char *key, size_t key_len, peri_error *err);

#endif
