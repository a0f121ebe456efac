/* parent_folder.c - durable mkdir -p. Layer 2. */
#include "store/parent_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* Makes the entries of a folder durable; file systems that cannot do it are left alone. */
static void sync_folder(const char *path)
{
    int fd = open(path[0] ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    close(fd);
}

/* Syncs the folder that holds `path`, whose last slash is at `slash` (NULL: none). */
static void sync_holder(char *path, char *slash)
{
    if (!slash) {
        sync_folder(".");
        return;
    }
    char kept = slash[1];
    slash[1] = '\0';
    sync_folder(path);
    slash[1] = kept;
}

static int create_one(char *path, char *holder_slash, peri_error *err)
{
    if (mkdir(path, 0777) == 0) {
        sync_holder(path, holder_slash);
        return PERI_OK;
    }
    int cause = errno;
    struct stat found;
    if (stat(path, &found) == 0 && S_ISDIR(found.st_mode))
        return PERI_OK;
    errno = cause;
    return peri_fail_errno(err, PERI_EIO, "cannot create folder '%s'", path);
}

int peri_parent_folder_create(const char *path, peri_error *err)
{
    char *copy = peri_strdup(path);
    if (!copy)
        return peri_fail(err, PERI_ENOMEM, "no memory for the path '%s'", path);
    int rc = PERI_OK;
    char *before = copy[0] == '/' ? copy : NULL;
    char *slash = strchr(copy + (copy[0] == '/'), '/');
    while (rc == PERI_OK && slash) {
        *slash = '\0';
        if (slash[-1] != '\0') /* a doubled slash names no folder */
            rc = create_one(copy, before, err);
        *slash = '/';
        before = slash;
        slash = strchr(slash + 1, '/');
    }
    peri_free(copy);
    return rc;
}
