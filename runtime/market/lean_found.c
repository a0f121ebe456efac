/* lean_found.c - see lean_found.h. Layer 2. */
#include "market/lean_found.h"

#include "base/mem.h"
#include "base/words.h"
#include "market/lean_path.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_MARKETS = 64 /* more are not told */
};

static bool is_there(const peri_lean_symbol *symbol, peri_lean_stream stream)
{
    peri_buf path;
    peri_buf_init(&path);
    const bool there = peri_lean_path(&path, symbol, stream, NULL) == PERI_OK && !path.failed &&
                       access(peri_buf_str(&path), R_OK) == 0;
    peri_buf_deinit(&path);
    return there;
}

/* A market's line, as far as there is something. */
static void add_market(peri_buf *out, const peri_lean_symbol *symbol, bool *first)
{
    bool began = false;
    for (int r = PERI_RES_TICK; r <= PERI_RES_DAILY; r++) {
        const peri_resolution resolution = (peri_resolution)r;
        if (!is_there(symbol, (peri_lean_stream){PERI_LEAN_TRADE, resolution}) &&
            !is_there(symbol, (peri_lean_stream){PERI_LEAN_QUOTE, resolution}))
            continue;
        if (began)
            peri_buf_text(out, ", ");
        else
            peri_buf_printf(out, "%s%s of %s: ", *first ? "; there is " : "; ",
                            peri_security_type_name(symbol->type), symbol->market);
        peri_buf_text(out, peri_resolution_name(resolution));
        began = true;
        *first = false;
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the folders of markets, sorted; each is owned by the caller. */
static size_t list_markets(const char *folder, char *names[MOST_MARKETS])
{
    size_t n = 0;
    DIR *dir = opendir(folder);
    const struct dirent *entry;
    /* nobody else reads this stream. NOLINTNEXTLINE(concurrency-mt-unsafe) */
    while (dir && n < MOST_MARKETS && (entry = readdir(dir)))
        if (entry->d_name[0] != '.' && (names[n] = peri_strdup(entry->d_name)))
            n++;
    if (dir)
        closedir(dir);
    qsort(names, n, sizeof *names, by_name);
    return n;
}

static void add_type(peri_buf *out, peri_lean_symbol *symbol, bool *first)
{
    char *markets[MOST_MARKETS], type[16];
    peri_buf folder;
    strncpy(type, peri_security_type_name(symbol->type), sizeof type - 1);
    type[sizeof type - 1] = '\0';
    peri_lower_text(type);
    peri_buf_init(&folder);
    peri_buf_printf(&folder, "%s/%s", symbol->root, type);
    const size_t n = folder.failed ? 0 : list_markets(peri_buf_str(&folder), markets);
    for (size_t i = 0; i < n; i++) {
        symbol->market = markets[i];
        add_market(out, symbol, first);
        peri_free(markets[i]);
    }
    peri_buf_deinit(&folder);
}

void peri_lean_found(peri_buf *out, const char *root, const char *ticker)
{
    static const peri_security_type types[] = {PERI_TYPE_EQUITY, PERI_TYPE_FOREX, PERI_TYPE_CFD,
                                               PERI_TYPE_CRYPTO};
    struct stat st;
    bool first = true;
    if (stat(root, &st) != 0 || !S_ISDIR(st.st_mode)) {
        peri_buf_printf(out, "; there is no folder '%s': --data DIR names it", root);
        return;
    }
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        peri_lean_symbol symbol = {.root = root, .type = types[i], .ticker = ticker};
        add_type(out, &symbol, &first);
    }
}
