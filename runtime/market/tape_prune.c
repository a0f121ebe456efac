/* tape_prune.c - see tape_prune.h. Layer 2. */
#include "market/tape_prune.h"

#include "base/error.h"
#include "base/mem.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    NUMBER_DIGITS = 16,
    NAME = 64 /* of a draft: the number, ".rows", a process, a count, ".new" */
};

/* A file that may go. */
struct kept {
    int64_t used_ns;
    uint64_t bytes;
    char name[NAME];
};

struct list {
    struct kept *files; /* shape [n]; owned */
    size_t n, cap;
    uint64_t bytes; /* of these and of those that must stay */
};

/* Where a number stands, or is to stand. */
static size_t place_of(const peri_tape_uses *uses, uint64_t number)
{
    size_t low = 0, high = uses->n;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (uses->numbers[middle] < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_used(const peri_tape_uses *uses, uint64_t number)
{
    const size_t at = place_of(uses, number);
    return at < uses->n && uses->numbers[at] == number;
}

void peri_tape_uses_add(peri_tape_uses *uses, uint64_t number)
{
    if (is_used(uses, number))
        return;
    void *numbers = uses->numbers;
    const int rc = peri_grow(&numbers, &uses->cap, uses->n + 1, sizeof *uses->numbers);
    uses->numbers = numbers;
    if (rc != PERI_OK) {
        uses->incomplete = true;
        return;
    }
    const size_t at = place_of(uses, number);
    memmove(&uses->numbers[at + 1], &uses->numbers[at], (uses->n - at) * sizeof *uses->numbers);
    uses->numbers[at] = number;
    uses->n++;
}

void peri_tape_uses_deinit(peri_tape_uses *uses)
{
    peri_free(uses->numbers);
    *uses = (peri_tape_uses){0};
}

void peri_tape_mark_used(int fd)
{
    (void)futimens(fd, NULL); /* one of another user's stays as it was */
}

/* `0123456789abcdef.rows`, or a draft of it, `0123456789abcdef.rows.12-3.new`. */
static bool read_name(const char *name, uint64_t *number)
{
    const size_t len = strlen(name);
    if (len >= NAME || strspn(name, "0123456789abcdef") != NUMBER_DIGITS ||
        strncmp(name + NUMBER_DIGITS, ".rows", 5) != 0)
        return false;
    *number = strtoull(name, NULL, 16);
    const char *rest = name + NUMBER_DIGITS + 5;
    return *rest == '\0' || (*rest == '.' && strcmp(name + len - 4, ".new") == 0);
}

static int by_use(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;
    if (x->used_ns != y->used_ns)
        return x->used_ns < y->used_ns ? -1 : 1;
    return strcmp(x->name, y->name);
}

/* Take a file of the folder down, if it is a tape. False: no memory. */
static bool take(int folder, const char *name, const peri_tape_uses *uses, struct list *list)
{
    struct stat st;
    uint64_t number;
    const size_t len = strlen(name);
    if (len >= sizeof list->files->name || !read_name(name, &number) ||
        fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
        return true;
    list->bytes += (uint64_t)st.st_size;
    if (is_used(uses, number))
        return true;
    void *files = list->files;
    const int rc = peri_grow(&files, &list->cap, list->n + 1, sizeof *list->files);
    list->files = files;
    if (rc != PERI_OK)
        return false;
    struct kept *kept = &list->files[list->n++];
    kept->used_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
    kept->bytes = (uint64_t)st.st_size;
    memcpy(kept->name, name, len + 1);
    return true;
}

uint64_t peri_tape_prune(const char *folder, uint64_t limit, const peri_tape_uses *uses)
{
    struct list list = {0};
    uint64_t removed = 0;
    bool complete = !uses->incomplete;
    DIR *dir = complete ? opendir(folder) : NULL;
    const struct dirent *entry;
    if (!dir)
        return 0;
    /* nobody else reads this stream. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    while (complete && (entry = readdir(dir)))
        complete = take(dirfd(dir), entry->d_name, uses, &list);
    if (list.n > 1)
        qsort(list.files, list.n, sizeof *list.files, by_use);
    for (size_t i = 0; complete && i < list.n && list.bytes - removed > limit; i++)
        if (unlinkat(dirfd(dir), list.files[i].name, 0) == 0)
            removed += list.files[i].bytes;
    closedir(dir);
    peri_free(list.files);
    return removed;
}
