/* test_lua_docs.c - the Lua API described: each form, names that are not there, takers that refuse,
   no memory. */
#include "base/buf.h"
#include "base/mem.h"
#include "check.h"
#include "lua_docs.h"

/* What was handed out: its files, and the text of the first one. */
struct taken {
    int files, refuse_from; /* 0: none is refused */
    peri_buf paths, text;
};

static int take(void *ctx, const char *path, const char *text, size_t len, peri_error *err)
{
    struct taken *taken = ctx;
    if (++taken->files == taken->refuse_from)
        return peri_fail(err, PERI_EIO, "no room for '%s'", path);
    peri_buf_printf(&taken->paths, "%s;", path);
    if (taken->files == 1)
        peri_buf_add(&taken->text, text, len);
    return PERI_OK;
}

static int write(const char *form, const char *name, int refuse_from, struct taken *taken,
                 peri_error *err)
{
    *taken = (struct taken){.refuse_from = refuse_from};
    peri_buf_init(&taken->paths);
    peri_buf_init(&taken->text);
    return peri_lua_docs_write(form, name, take, taken, err);
}

static void deinit(struct taken *taken)
{
    peri_buf_deinit(&taken->paths);
    peri_buf_deinit(&taken->text);
}

SUITE(lua_docs_forms)
{
    static const struct {
        const char *form, *name, *paths, *says; /* paths NULL: many */
    } rows[] = {
        {"text", NULL, ";", "Trading\n  SetHoldings "},
        {"text", "SetCash", ";", "SetCash (function)\n  SetCash(amount: number)\n"},
        {"json", "SetCash", ";", "\"name\": \"SetCash\""},
        {"json", NULL, ";", "\"areas\": ["},
        {"markdown", NULL, "README.md;", "### SetCash\n"},
        {"stubs", NULL, NULL, "\nfunction SetCash(amount) end\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct taken taken;
        peri_error err = {.code = PERI_OK};
        CHECK_INT(rows[i].form, write(rows[i].form, rows[i].name, 0, &taken, &err), PERI_OK);
        CHECK_HAS(rows[i].form, peri_buf_str(&taken.text), rows[i].says);
        if (rows[i].paths)
            CHECK_STR(rows[i].form, peri_buf_str(&taken.paths), rows[i].paths);
        else
            CHECK_HAS("a file for each module", peri_buf_str(&taken.paths), ";perigee/matrix.lua;");
        deinit(&taken);
    }
}

SUITE(lua_docs_refused)
{
    struct taken taken;
    peri_error err = {.code = PERI_OK};
    CHECK_INT("a misspelt name", write("text", "Setcash", 0, &taken, &err), PERI_ENOTFOUND);
    CHECK_STR("what it says", err.text, "there is no 'Setcash'; did you mean 'SetCash'?");
    CHECK_INT("nothing is handed out", taken.files, 0);
    deinit(&taken);
    CHECK_INT("the second file is refused", write("stubs", NULL, 2, &taken, &err), PERI_EIO);
    CHECK_HAS("why", err.text, "no room for 'perigee/");
    CHECK_INT("the others are not tried", taken.files, 2);
    deinit(&taken);
}

/* Lua gets over most failures by itself: it collects garbage and tries again. */
SUITE(lua_docs_memory)
{
    const int64_t live = peri_mem_live();
    int refused = 0;
    for (long nth = 1; nth < 100000; nth *= 3) {
        struct taken taken;
        peri_error err = {.code = PERI_OK};
        peri_mem_fail_at(nth);
        const int rc = write("text", "SetCash", 0, &taken, &err);
        peri_mem_fail_at(0);
        CHECK("done, or no memory", rc == PERI_OK || rc == PERI_ENOMEM);
        refused += rc == PERI_ENOMEM;
        deinit(&taken);
        CHECK_INT("nothing is left", peri_mem_live(), live);
    }
    CHECK("some failed", refused > 0);
}
