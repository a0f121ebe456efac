/* project_files.c - see project_files.h. Layer 2. */
#include "store/project_files.h"

#include <stdbool.h>
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

char *peri_project_training_file(const char *store_path)
{
    peri_buf path;
    peri_buf_init(&path);
    add_folder(&path, store_path);
    peri_buf_text(&path, "training.db");
    return finish(&path);
}

static bool is_plain(char c, bool is_first)
{
    bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_word || c == '-' || c == '_' || (c == '.' && !is_first);
}

char *peri_project_run_file(const char *store_path, const char *name)
{
    peri_buf path;
    peri_buf_init(&path);
    add_folder(&path, store_path);
    peri_buf_text(&path, "live/");
    for (const char *p = name; *p; p++)
        peri_buf_printf(&path, "%c", is_plain(*p, p == name) ? *p : '_');
    peri_buf_text(&path, ".db");
    return finish(&path);
}
