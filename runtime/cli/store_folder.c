/* store_folder.c - the files of a folder and of the folders in it. Layer 8. */
#include "cli/store_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

/* What has been found so far. */
struct walk {
    const char *top;
    peri_store_paths files;
    peri_store_paths folders; /* those behind the one that is read are still to be read */
};

static int fail_memory(const char *folder, peri_error *err)
{
    return peri_fail(err, PERI_ENOMEM, "no memory for the files of '%s'", folder);
}

/* Appends `folder/name`, or `name` when the folder is "". */
static int add_path(peri_store_paths *paths, const char *folder, const char *name)
{
    void *items = paths->items;
    peri_buf path;
    peri_buf_init(&path);
    peri_buf_printf(&path, "%s%s%s", folder, folder[0] ? "/" : "", name);
    if (path.failed ||
        peri_grow(&items, &paths->cap, paths->n + 1, sizeof *paths->items) != PERI_OK) {
        peri_buf_deinit(&path);
        return PERI_ENOMEM;
    }
    paths->items = items;
    paths->items[paths->n++] = path.data;
    return PERI_OK;
}

static int take_entry(struct walk *walk, const char *folder, int at, const char *name,
                      peri_error *err)
{
    struct stat found;
    const char *joint = folder[0] ? "/" : "";
    if (strlen(folder) + strlen(name) + 2 > PATH_MAX)
        return peri_fail(err, PERI_EFORMAT, "'%s/%s' holds a path of more than %d bytes", walk->top,
                         folder, PATH_MAX);
    if (fstatat(at, name, &found, AT_SYMLINK_NOFOLLOW) != 0)
        return peri_fail_errno(err, PERI_EIO, "cannot read '%s/%s%s%s'", walk->top, folder, joint,
                               name);
    if (!S_ISREG(found.st_mode) && !S_ISDIR(found.st_mode))
        return peri_fail(err, PERI_EFORMAT, "'%s/%s%s%s' is a %s, expected a plain file", walk->top,
                         folder, joint, name, S_ISLNK(found.st_mode) ? "symbolic link" : "device");
    if (add_path(S_ISDIR(found.st_mode) ? &walk->folders : &walk->files, folder, name) != PERI_OK)
        return fail_memory(walk->top, err);
    return PERI_OK;
}

static bool is_own(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static int take_entries(struct walk *walk, const char *folder, DIR *open_folder, peri_error *err)
{
    int rc = PERI_OK;
    while (rc == PERI_OK) {
        errno = 0;
        const struct dirent *entry = readdir(open_folder); // NOLINT(concurrency-mt-unsafe): own DIR
        if (!entry && errno != 0)
            return peri_fail_errno(err, PERI_EIO, "cannot read the folder '%s/%s'", walk->top,
                                   folder);
        if (!entry)
            break;
        if (!is_own(entry->d_name))
            rc = take_entry(walk, folder, dirfd(open_folder), entry->d_name, err);
    }
    return rc;
}

/* Reads one folder below the top; "" is the top itself. */
static int read_folder(struct walk *walk, const char *folder, peri_error *err)
{
    peri_buf path;
    peri_buf_init(&path);
    peri_buf_printf(&path, "%s/%s", walk->top, folder);
    if (path.failed)
        return fail_memory(walk->top, err);
    int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (folder[0] ? O_NOFOLLOW : 0);
    int descriptor = open(path.data, flags);
    DIR *open_folder = descriptor >= 0 ? fdopendir(descriptor) : NULL;
    int rc = PERI_OK;
    if (open_folder)
        rc = take_entries(walk, folder, open_folder, err);
    else
        rc = peri_fail_errno(err, PERI_EIO, "cannot read the folder '%s'",
                             folder[0] ? path.data : walk->top);
    if (open_folder)
        closedir(open_folder);
    else if (descriptor >= 0)
        close(descriptor);
    peri_buf_deinit(&path);
    return rc;
}

static int by_bytes(const void *a, const void *b)
{
    char *const *first = a, *const *second = b;
    return strcmp(*first, *second);
}

int peri_store_folder_files(const char *folder, peri_store_paths *paths, peri_error *err)
{
    struct walk walk = {.top = folder};
    int rc = read_folder(&walk, "", err);
    for (size_t i = 0; rc == PERI_OK && i < walk.folders.n; i++)
        rc = read_folder(&walk, walk.folders.items[i], err);
    peri_store_paths_free(&walk.folders);
    if (rc != PERI_OK) {
        peri_store_paths_free(&walk.files);
        return rc;
    }
    if (walk.files.n > 0)
        qsort(walk.files.items, walk.files.n, sizeof *walk.files.items, by_bytes);
    *paths = walk.files;
    return PERI_OK;
}

int peri_store_folder_empty(const char *folder, bool *empty, peri_error *err)
{
    DIR *open_folder = opendir(folder);
    if (!open_folder && errno != ENOENT)
        return peri_fail_errno(err, PERI_EIO, "cannot read the folder '%s'", folder);
    *empty = true;
    if (!open_folder)
        return PERI_OK;
    const struct dirent *entry;
    while (*empty && (entry = readdir(open_folder)) != NULL) // NOLINT(concurrency-mt-unsafe)
        *empty = is_own(entry->d_name);
    closedir(open_folder);
    return PERI_OK;
}

void peri_store_paths_free(peri_store_paths *paths)
{
    for (size_t i = 0; i < paths->n; i++)
        peri_free(paths->items[i]);
    peri_free(paths->items);
    *paths = (peri_store_paths){.n = 0};
}
