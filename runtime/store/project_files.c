/* project_files.c - see project_files.h. Layer 2. */
#include "store/project_files.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

/* The folder of the store's file with its slash; "" for the current one. */
static void add_folder(peri_buf *out, const char *store_path)
{
    const char *slash = strrchr(store_path, '/');
    if (slash)
        peri_buf_add(out, store_path, (size_t)(slash - store_path) + 1);
}

static char *finish(peri_buf *path)
{
    char *copy = path->failed ? NULL : peri_strdup(peri_buf_str(path));
    peri_buf_deinit(path);
    return copy;
}

static char *beside(const char *store_path, const char *name)
{
    peri_buf path;
    peri_buf_init(&path);
    add_folder(&path, store_path);
    peri_buf_text(&path, name);
    return finish(&path);
}

char *peri_project_training_file(const char *store_path)
{
    return beside(store_path, "training.db");
}

char *peri_project_cache_folder(const char *store_path)
{
    return beside(store_path, "cache");
}

static bool is_plain(char c, bool is_first)
{
    bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_word || c == '-' || c == '_' || (c == '.' && !is_first);
}

/* FNV-1a: tells names apart that look alike once their bytes are replaced. */
static uint32_t sum_of(const char *text)
{
    uint32_t sum = 0x811C9DC5U;
    for (; *text; text++)
        sum = (sum ^ (unsigned char)*text) * 0x01000193U;
    return sum;
}

char *peri_project_run_file(const char *store_path, const char *name)
{
    peri_buf path;
    peri_buf_init(&path);
    add_folder(&path, store_path);
    peri_buf_text(&path, "live/");
    bool changed = false;
    for (const char *p = name; *p; p++) {
        bool plain = is_plain(*p, p == name);
        peri_buf_add(&path, plain ? p : "_", 1);
        changed = changed || !plain;
    }
    if (changed)
        peri_buf_printf(&path, "-%08lx", (unsigned long)sum_of(name));
    peri_buf_text(&path, ".db");
    return finish(&path);
}
