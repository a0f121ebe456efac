/* store_files.c - the folder of files beside a store. Layer 2. */
#include "store/store_files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/key.h"
#include "store/parent_folder.h"

enum {
    PART_NAME_SIZE = 32,
    MOST_PARTS = 1000 /* unfinished files that may lie in one folder */
};

/* Where a file is, or is to be. */
struct place {
    int folder;       /* open descriptor of the folder that holds it; -1: there is none */
    const char *name; /* last segment of the key */
};

/* -- paths as text -------------------------------------------------------------------------- */

/* Takes the text out of a buffer; NULL when it has failed. */
static char *finish_text(peri_buf *text)
{
    if (!text->failed)
        return text->data;
    peri_buf_deinit(text);
    return NULL;
}

char *peri_store_files_folder(const char *store_path)
{
    size_t len = strlen(store_path);
    peri_buf text;
    peri_buf_init(&text);
    bool has_ending = len > 3 && strcmp(store_path + len - 3, ".db") == 0;
    peri_buf_add(&text, store_path, has_ending ? len - 3 : len);
    peri_buf_text(&text, ".files");
    return finish_text(&text);
}

char *peri_store_files_path(const char *folder, const char *key)
{
    peri_buf text;
    peri_buf_init(&text);
    peri_buf_printf(&text, "%s/%s", folder, key);
    return finish_text(&text);
}

/* -- the way to a file ---------------------------------------------------------------------- */

static int open_top(const char *folder)
{
    return open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* Opens a folder in a folder, and makes it first when asked; -1 with errno. */
static int step_down(int from, const char *name, bool create)
{
    int refused = ENOENT;
    if (create && mkdirat(from, name, 0777) == 0)
        (void)fsync(from); /* the new name; file systems that cannot do it are left alone */
    else if (create)
        refused = errno;
    int next = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (next < 0 && errno == ENOENT && create) /* the reason is why it could not be made */
        errno = refused;
    return next;
}

/* Opens the folder that holds the file of a key. Returns 0, or the errno of the first folder on the
   way that is missing or none; then place->folder is -1. */
static int find_place(const char *folder, const char *key, bool create, struct place *place)
{
    char segments[PERI_STORE_KEY_SIZE];
    snprintf(segments, sizeof segments, "%s", key);
    int at = open_top(folder);
    char *name = segments;
    for (char *slash = strchr(name, '/'); at >= 0 && slash; slash = strchr(name, '/')) {
        *slash = '\0';
        int next = step_down(at, name, create);
        int cause = errno;
        close(at);
        errno = cause;
        at = next;
        name = slash + 1;
    }
    *place = (struct place){.folder = at, .name = key + (name - segments)};
    return at >= 0 ? 0 : errno;
}

static void leave_place(const struct place *place)
{
    if (place->folder >= 0)
        close(place->folder);
}

static int fail_way(const char *folder, const char *key, int cause, peri_error *err)
{
    errno = cause;
    return peri_fail_errno(err, PERI_EIO,
                           "cannot use the folder that is to hold '%s/%s'; links are not followed",
                           folder, key);
}

/* Makes the folders above a file and opens the innermost. After PERI_OK: leave_place. */
static int make_place(const char *folder, const char *key, struct place *place, peri_error *err)
{
    char *path = peri_store_files_path(folder, key);
    if (!path)
        return peri_fail(err, PERI_ENOMEM, "no memory for the path '%s/%s'", folder, key);
    path[strlen(folder) + 1] = '\0'; /* the rest is made step by step */
    int rc = peri_parent_folder_create(path, err);
    peri_free(path);
    if (rc != PERI_OK)
        return rc;
    int cause = find_place(folder, key, true, place);
    return cause == 0 ? PERI_OK : fail_way(folder, key, cause, err);
}

/* A link, a folder or a device in the place of a file is refused. */
static int check_plain(const struct place *place, const char *folder, const char *key,
                       peri_error *err)
{
    struct stat found;
    if (fstatat(place->folder, place->name, &found, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return PERI_OK;
        return peri_fail_errno(err, PERI_EIO, "cannot use the file '%s/%s'", folder, key);
    }
    if (S_ISREG(found.st_mode))
        return PERI_OK;
    return peri_fail(err, PERI_EIO, "'%s/%s' is a %s, expected a plain file", folder, key,
                     S_ISLNK(found.st_mode)   ? "symbolic link"
                     : S_ISDIR(found.st_mode) ? "folder"
                                              : "device");
}

int peri_store_files_prepare(const char *folder, const char *key, peri_error *err)
{
    struct place place = {-1, ""};
    int rc = make_place(folder, key, &place, err);
    if (rc != PERI_OK)
        return rc;
    rc = check_plain(&place, folder, key, err);
    leave_place(&place);
    return rc;
}

/* -- writing -------------------------------------------------------------------------------- */

/* Creates a file under a name that no key can have (U+007F is refused in keys); -1 with errno.
   Names that a crash left behind, or that another process uses just now, are passed over. */
static int create_part(int folder, char name[PART_NAME_SIZE])
{
    for (int i = 0; i < MOST_PARTS; i++) {
        snprintf(name, PART_NAME_SIZE, ".part\x7F%d", i);
        int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (file >= 0 || errno != EEXIST)
            return file;
    }
    return -1;
}

/* Writes all bytes and waits until they are on disk; false with errno. */
static bool write_all(int file, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(file, bytes, len);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
        }
    }
    return fsync(file) == 0;
}

/* The whole file first, its name last; false with errno, and nothing is left behind. */
static bool replace_file(const struct place *place, const char *bytes, size_t len)
{
    char part[PART_NAME_SIZE];
    int file = create_part(place->folder, part);
    if (file < 0)
        return false;
    bool ok = write_all(file, bytes, len);
    int cause = errno;
    if (close(file) != 0 && ok) {
        ok = false;
        cause = errno;
    }
    if (ok && renameat(place->folder, part, place->folder, place->name) != 0) {
        ok = false;
        cause = errno;
    }
    if (ok)
        (void)fsync(place->folder);
    else
        unlinkat(place->folder, part, 0);
    errno = cause;
    return ok;
}

int peri_store_files_write(const char *folder, const char *key, const void *bytes, size_t len,
                           peri_error *err)
{
    struct place place = {-1, ""};
    int rc = make_place(folder, key, &place, err);
    if (rc != PERI_OK)
        return rc;
    rc = check_plain(&place, folder, key, err);
    if (rc == PERI_OK && !replace_file(&place, bytes, len))
        rc = peri_fail_errno(err, PERI_EIO, "cannot write the file '%s/%s'", folder, key);
    leave_place(&place);
    return rc;
}

/* -- reading -------------------------------------------------------------------------------- */

/* Fills a buffer of `room` bytes as far as the file goes; -1 with errno. */
static int64_t read_all(int file, char *into, size_t room)
{
    size_t have = 0;
    while (have < room) {
        ssize_t n = read(file, into + have, room - have);
        if (n == 0)
            break;
        if (n < 0 && errno != EINTR)
            return -1;
        if (n > 0)
            have += (size_t)n;
    }
    return (int64_t)have;
}

/* Reads an open file of `size` bytes; one byte more is asked for, to see that it still ends. */
static int read_sized(int file, const char *path, size_t size, char **bytes, peri_error *err)
{
    char *content = peri_alloc(size + 1);
    if (!content)
        return peri_fail(err, PERI_ENOMEM, "no memory for the %zu bytes of '%s'", size, path);
    int64_t have = read_all(file, content, size + 1);
    int rc = PERI_OK;
    if (have < 0)
        rc = peri_fail_errno(err, PERI_EIO, "cannot read the file '%s'", path);
    else if ((size_t)have != size)
        rc = peri_fail(err, PERI_EIO, "the file '%s' changed while it was read", path);
    if (rc != PERI_OK) {
        peri_free(content);
        return rc;
    }
    content[size] = '\0';
    *bytes = content;
    return PERI_OK;
}

static int read_open(int file, const char *path, size_t most, char **bytes, size_t *len,
                     peri_error *err)
{
    struct stat found;
    if (fstat(file, &found) != 0)
        return peri_fail_errno(err, PERI_EIO, "cannot read the file '%s'", path);
    if (!S_ISREG(found.st_mode))
        return peri_fail(err, PERI_EIO, "'%s' is a folder or a device, expected a plain file",
                         path);
    if ((uintmax_t)found.st_size > most)
        return peri_fail(err, PERI_ELIMIT,
                         "the file '%s' has %" PRIdMAX " bytes, expected at most "
                         "%zu",
                         path, (intmax_t)found.st_size, most);
    int rc = read_sized(file, path, (size_t)found.st_size, bytes, err);
    if (rc == PERI_OK)
        *len = (size_t)found.st_size;
    return rc;
}

/* Opens the file of a key to read; PERI_ENOTFOUND when it or a folder above it is missing. */
static int open_to_read(const char *folder, const char *key, const char *path, int *file,
                        peri_error *err)
{
    struct place place = {-1, ""};
    int cause = find_place(folder, key, false, &place);
    bool on_the_way = cause != 0;
    if (!on_the_way) { /* without waiting, should it be a pipe */
        *file = openat(place.folder, place.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        cause = *file < 0 ? errno : 0;
    }
    leave_place(&place);
    if (cause == 0)
        return PERI_OK;
    if (cause == ENOENT || cause == ENAMETOOLONG)
        return peri_fail(err, PERI_ENOTFOUND, "there is no file '%s'", path);
    if (on_the_way)
        return fail_way(folder, key, cause, err);
    errno = cause;
    return peri_fail_errno(err, PERI_EIO, "cannot read the file '%s'; links are not followed",
                           path);
}

int peri_store_files_read(const char *folder, const char *key, size_t most, char **bytes,
                          size_t *len, peri_error *err)
{
    char *path = peri_store_files_path(folder, key);
    if (!path)
        return peri_fail(err, PERI_ENOMEM, "no memory for the path '%s/%s'", folder, key);
    int file = -1;
    int rc = open_to_read(folder, key, path, &file, err);
    if (rc == PERI_OK) {
        rc = read_open(file, path, most, bytes, len, err);
        close(file);
    }
    peri_free(path);
    return rc;
}

/* -- removing ------------------------------------------------------------------------------- */

bool peri_store_files_has(const char *folder, const char *key)
{
    struct place place = {-1, ""};
    struct stat found;
    bool has = find_place(folder, key, false, &place) == 0 &&
               fstatat(place.folder, place.name, &found, AT_SYMLINK_NOFOLLOW) == 0 &&
               S_ISREG(found.st_mode);
    leave_place(&place);
    return has;
}

/* Whatever stands in the way of the file, there is none then. */
static bool means_none(int cause)
{
    return cause == ENOENT || cause == ENOTDIR || cause == ELOOP || cause == ENAMETOOLONG ||
           cause == EISDIR;
}

int peri_store_files_remove(const char *folder, const char *key, bool *existed, peri_error *err)
{
    struct place place = {-1, ""};
    int cause = find_place(folder, key, false, &place);
    if (cause == 0 && unlinkat(place.folder, place.name, 0) != 0)
        cause = errno;
    if (cause == 0)
        (void)fsync(place.folder);
    leave_place(&place);
    if (cause != 0 && !means_none(cause)) {
        errno = cause;
        return peri_fail_errno(err, PERI_EIO, "cannot remove the file '%s/%s'", folder, key);
    }
    *existed = cause == 0;
    return PERI_OK;
}
