/* tape_target.c - see tape_target.h. Layer 2. */
#include "market/tape_target.h"

#include "base/buf.h"
#include "base/mem.h"
#include "store/parent_folder.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int HOW = O_RDWR | O_CLOEXEC;

static char *finish(peri_buf *text)
{
    char *copy = text->failed ? NULL : peri_strdup(peri_buf_str(text));
    peri_buf_deinit(text);
    return copy;
}

/* A name beside the path that no other thread or process takes. */
static char *draft_of(const char *path)
{
    static atomic_uint count;
    peri_buf text;
    peri_buf_init(&text);
    peri_buf_printf(&text, "%s.%ld-%u.new", path, (long)getpid(), atomic_fetch_add(&count, 1));
    return finish(&text);
}

/* A nameless file in a folder; some file systems have none. */
static int open_nameless(const char *folder)
{
    return open(folder, HOW | O_TMPFILE, 0666);
}

static int open_temporary(void)
{
    const char *folder = getenv("TMPDIR"); /* NOLINT(concurrency-mt-unsafe): nobody sets it */
    if (!folder || folder[0] == '\0')
        folder = "/tmp";
    int fd = open_nameless(folder);
    if (fd >= 0)
        return fd;
    peri_buf text;
    peri_buf_init(&text);
    peri_buf_printf(&text, "%s/perigee-XXXXXX", folder);
    char *name = finish(&text);
    fd = name ? mkostemp(name, O_CLOEXEC) : -1;
    if (fd >= 0)
        unlink(name);
    peri_free(name);
    return fd;
}

static int open_beside(peri_tape_target *target)
{
    const char *slash = strrchr(target->path, '/');
    char *folder = slash ? peri_strndup(target->path, (size_t)(slash - target->path)) : NULL;
    int fd = open_nameless(folder ? folder : ".");
    peri_free(folder);
    if (fd >= 0)
        return fd;
    fd = open(target->draft, HOW | O_CREAT | O_EXCL, 0666);
    target->named = fd >= 0;
    return fd;
}

bool peri_tape_target_open(const char *path, peri_tape_target *out)
{
    *out = (peri_tape_target){.fd = -1};
    if (!path) {
        out->fd = open_temporary();
        return out->fd >= 0;
    }
    out->path = peri_strdup(path);
    out->draft = draft_of(path);
    if (out->path && out->draft && peri_parent_folder_create(path, NULL) == 0)
        out->fd = open_beside(out);
    if (out->fd < 0)
        peri_tape_target_close(out);
    return out->fd >= 0;
}

void peri_tape_target_publish(peri_tape_target *target)
{
    char self[64];
    if (!target->path)
        return;
    snprintf(self, sizeof self, "/proc/self/fd/%d", target->fd);
    if (!target->named)
        target->named = linkat(AT_FDCWD, self, AT_FDCWD, target->draft, AT_SYMLINK_FOLLOW) == 0;
    if (target->named && rename(target->draft, target->path) == 0)
        target->named = false;
}

void peri_tape_target_close(peri_tape_target *target)
{
    if (target->named && target->draft)
        unlink(target->draft);
    if (target->fd >= 0)
        close(target->fd);
    peri_free(target->path);
    peri_free(target->draft);
    *target = (peri_tape_target){.fd = -1};
}
