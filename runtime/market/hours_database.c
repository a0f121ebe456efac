/* hours_database.c - reads the file and finds its entries. Layer 2. */
#include "market/hours_database.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/words.h"
#include "market/excerpt.h"
#include "market/market_calendars.h"
#include "store/json_scan.h"

enum {
    MAX_BYTES = 64 << 20
};

struct peri_hours_database {
    char *path;
    char *text; /* terminated; records point into it, the quote behind each name is a zero */
    size_t len;
    peri_hours_record *records;
    size_t n, cap;
};

static int no_memory(const char *path, peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "market hours '%s': no memory", path);
}

/* Read `len` bytes, fewer only where the file has become shorter, and terminate them. */
static int read_bytes(int fd, const char *path, char *text, size_t *len, peri_error *err)
{
    size_t have = 0;
    while (have < *len) {
        ssize_t got = read(fd, text + have, *len - have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return peri_fail_errno(err, PERI_EIO, "market hours '%s': cannot be read", path);
        if (got == 0)
            break;
        have += (size_t)got;
    }
    *len = have;
    text[have] = '\0';
    return PERI_OK;
}

static int read_open(int fd, peri_hours_database *database, peri_error *err)
{
    const char *path = database->path;
    struct stat st;
    if (fstat(fd, &st) != 0)
        return peri_fail_errno(err, PERI_EIO, "market hours '%s': cannot be read", path);
    if (!S_ISREG(st.st_mode))
        return peri_fail(err, PERI_EIO, "market hours '%s' was %s, expected a file", path,
                         S_ISDIR(st.st_mode) ? "a folder" : "a device, pipe or socket");
    if (st.st_size > MAX_BYTES)
        return peri_fail(err, PERI_EFORMAT,
                         "market hours '%s': has %lld bytes, expected at most %d", path,
                         (long long)st.st_size, MAX_BYTES);
    database->len = (size_t)st.st_size;
    database->text = peri_alloc(database->len + 1);
    if (!database->text)
        return no_memory(path, err);
    return read_bytes(fd, path, database->text, &database->len, err);
}

/* O_NONBLOCK: a pipe in the file's place must not make us wait for its writer. */
static int read_file(peri_hours_database *database, peri_error *err)
{
    int fd = open(database->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        int code = errno == ENOENT || errno == ENOTDIR ? PERI_ENOTFOUND : PERI_EIO;
        return peri_fail_errno(err, code, "market hours '%s': cannot be opened", database->path);
    }
    int rc = read_open(fd, database, err);
    close(fd);
    return rc;
}

/* The whole grammar; what comes after can rely on it. */
static int check_grammar(const peri_hours_database *database, size_t mark, peri_error *err)
{
    peri_json_scan scan = {.count = 0};
    peri_error why = {0, ""};
    int rc = peri_json_scan_text(database->text + mark, database->len - mark, mark, &scan, &why);
    peri_json_scan_deinit(&scan);
    if (rc == PERI_OK || rc == PERI_ENOMEM)
        return rc == PERI_OK ? rc : no_memory(database->path, err);
    return peri_fail(err, PERI_EFORMAT, "market hours '%s': %s", database->path, why.text);
}

/* A walk over the members of an object whose JSON is known to be valid. */
struct members {
    char *at;
    char *key; /* of the member found last; ends at key_end, where its quote stands */
    char *key_end;
    char *value;
};

/* Over what may stand between two values; the grammar has been checked, so it is not told apart. */
static char *skip_between(char *at)
{
    return at + strspn(at, " \t\r\n,:");
}

/* From an opening quote to its closing one. */
static char *string_end(char *at)
{
    for (at++; at += strcspn(at, "\"\\"), *at == '\\';)
        at += 2;
    return at;
}

/* From the first byte of an object or array to behind its last. */
static char *skip_container(char *at)
{
    int depth = 0;
    do {
        at += strcspn(at, "\"{}[]");
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at = *at == '"' ? string_end(at) + 1 : at + 1;
    } while (depth > 0);
    return at;
}

/* From the first byte of a value to behind its last. */
static char *skip_value(char *at)
{
    if (*at == '"')
        return string_end(at) + 1;
    if (*at == '{' || *at == '[')
        return skip_container(at);
    return at + strcspn(at, " \t\r\n,}]");
}

/* Step to the next member; false behind the last. */
static bool next_member(struct members *members)
{
    char *at = skip_between(members->at);
    if (*at != '"')
        return false;
    members->key = at + 1;
    members->key_end = string_end(at);
    members->value = skip_between(members->key_end + 1);
    members->at = skip_value(members->value);
    return true;
}

static int add_records(peri_hours_database *database, char *object, peri_error *err)
{
    struct members members = {.at = object + 1};
    while (next_member(&members)) {
        void *records = database->records;
        if (peri_grow(&records, &database->cap, database->n + 1, sizeof *database->records) !=
            PERI_OK)
            return no_memory(database->path, err);
        database->records = records;
        database->records[database->n++] =
            (peri_hours_record){members.key, members.value, (size_t)(members.at - members.value)};
        *members.key_end = '\0';
    }
    return PERI_OK;
}

static int find_records(peri_hours_database *database, size_t mark, peri_error *err)
{
    char *root = skip_between(database->text + mark);
    char *entries = NULL;
    struct members members = {.at = root + 1};
    while (*root == '{' && next_member(&members))
        if ((size_t)(members.key_end - members.key) == strlen("entries") &&
            memcmp(members.key, "entries", strlen("entries")) == 0)
            entries = members.value;
    if (!entries || *entries != '{')
        return peri_fail(err, PERI_EFORMAT,
                         "market hours '%s': %s, expected an object of market hours",
                         database->path, entries ? "'entries' was something else" : "no 'entries'");
    return add_records(database, entries, err);
}

int peri_hours_database_read(const char *path, peri_hours_database **out, peri_error *err)
{
    peri_hours_database *database = peri_calloc(1, sizeof *database);
    if (!database)
        return no_memory(path, err);
    database->path = peri_strdup(path);
    int rc = database->path ? read_file(database, err) : no_memory(path, err);
    size_t mark =
        rc == PERI_OK && database->len >= 3 && memcmp(database->text, "\xEF\xBB\xBF", 3) == 0 ? 3
                                                                                              : 0;
    if (rc == PERI_OK)
        rc = check_grammar(database, mark, err);
    if (rc == PERI_OK)
        rc = find_records(database, mark, err);
    if (rc != PERI_OK) {
        peri_hours_database_close(database);
        return rc;
    }
    *out = database;
    return PERI_OK;
}

void peri_hours_database_close(peri_hours_database *database)
{
    if (!database)
        return;
    peri_free(database->records);
    peri_free(database->text);
    peri_free(database->path);
    peri_free(database);
}

const peri_hours_record *peri_hours_database_records(const peri_hours_database *database, size_t *n)
{
    *n = database->n;
    return database->records;
}

/* Whether a name begins with a word and the byte behind it; then moves behind both. */
static bool begins_with(const char **name, const char *word, char behind)
{
    size_t len = strlen(word);
    if (strlen(*name) < len || !peri_word_is(*name, len, word) || (*name)[len] != behind)
        return false;
    *name += len + 1;
    return true;
}

const peri_hours_record *peri_hours_database_find(const peri_hours_database *database,
                                                  const char *type, const char *market,
                                                  const char *ticker)
{
    for (size_t i = database->n; i > 0; i--) {
        const peri_hours_record *record = &database->records[i - 1];
        const char *name = record->name;
        if (begins_with(&name, type, '-') && begins_with(&name, market, '-') &&
            begins_with(&name, ticker, '\0'))
            return record;
    }
    return NULL;
}

int peri_hours_database_blame(const peri_hours_database *database, const peri_hours_record *record,
                              peri_error *err)
{
    char shown[PERI_EXCERPT_TEXT];
    return peri_fail_prefix(err, "market hours '%s': entry '%s': ", database->path,
                            peri_excerpt(record->name, strlen(record->name), shown));
}

int peri_hours_database_entry(const peri_hours_database *database, const peri_hours_record *record,
                              peri_hours_entry *out, peri_error *err)
{
    peri_error own = {0, ""};
    peri_error *why = err ? err : &own;
    int rc = peri_hours_entry_read(record->json, record->len, out, why);
    if (rc != PERI_OK)
        peri_hours_database_blame(database, record, why);
    return rc;
}
