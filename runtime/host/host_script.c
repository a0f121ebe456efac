/* host_script.c - scripts from texts and files: read, compiled, run. Layer 6. */
#include "host/host.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "host/host_private.h"

enum {
    READ_STEP = 64 * 1024,
    BYTECODE = 0x1B /* first byte of a precompiled chunk */
};

/* Skip a byte order mark and a first line that starts with #; its newline stays, so that line
   numbers are right. */
static void skip_head(const char **text, size_t *len)
{
    if (*len >= 3 && memcmp(*text, "\xEF\xBB\xBF", 3) == 0) {
        *text += 3;
        *len -= 3;
    }
    if (*len > 0 && **text == '#') {
        const char *end = memchr(*text, '\n', *len);
        size_t skip = end ? (size_t)(end - *text) : *len;
        *text += skip;
        *len -= skip;
    }
}

int peri_host_compile_on(lua_State *L, const char *name, const char *text, size_t len,
                         peri_error *err)
{
    peri_host *host = peri_host_from(L);
    const char *shown = *name == '@' || *name == '=' ? name + 1 : name;
    skip_head(&text, &len);
    if (len > 0 && *text == BYTECODE)
        return peri_fail(err, PERI_EFORMAT,
                         "%s: precompiled Lua bytecode was given, expected Lua source text", shown);
    if (host->seat->depth == 0)
        host->memory.limit_reached = false;
    int status = luaL_loadbufferx(L, text, len, name, "t");
    if (status == LUA_OK)
        return PERI_OK;
    if (status == LUA_ERRMEM) {
        lua_pop(L, 1);
        peri_host_fail_memory(host, err);
        return peri_fail_prefix(err, "%s: ", shown);
    }
    int rc = peri_host_fail_status(host, status, lua_tostring(L, -1), err);
    lua_pop(L, 1);
    return rc;
}

int peri_host_compile(peri_host *host, const char *name, const char *text, size_t len,
                      peri_error *err)
{
    return peri_host_compile_on(host->L, name, text, len, err);
}

int peri_host_read_file(const char *path, peri_buf *out, peri_error *err)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return peri_fail_errno(err, PERI_EIO, "cannot open '%s'", path);
    char *step = peri_alloc(READ_STEP);
    size_t n = 0;
    while (step && (n = fread(step, 1, READ_STEP, f)) > 0)
        peri_buf_add(out, step, n);
    int rc = PERI_OK;
    if (ferror(f))
        rc = peri_fail_errno(err, PERI_EIO, "cannot read '%s'", path);
    else if (!step || out->failed)
        rc = peri_fail(err, PERI_ENOMEM, "no memory to read '%s'", path);
    peri_free(step);
    fclose(f);
    return rc;
}

int peri_host_load_file(peri_host *host, const char *path, peri_error *err)
{
    peri_buf text, name;
    peri_buf_init(&text);
    peri_buf_init(&name);
    int rc = peri_host_read_file(path, &text, err);
    if (rc != PERI_OK)
        goto done;
    peri_buf_printf(&name, "@%s", path);
    if (name.failed) {
        rc = peri_fail(err, PERI_ENOMEM, "no memory to load '%s'", path);
        goto done;
    }
    rc = peri_host_compile(host, peri_buf_str(&name), peri_buf_str(&text), text.len, err);
    peri_buf_deinit(&text); /* not needed while the script runs */
    if (rc == PERI_OK)
        rc = peri_host_call(host, host->L, 0, 0, NULL, err);

done:
    peri_buf_deinit(&text);
    peri_buf_deinit(&name);
    return rc;
}
