/* vec_lua.c - runs a Lua strategy in this process and collects what it says. */
#include "vec_lua.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "lua_runtime.h"

const char vec_lua_say[] =
    "local function say(kind, name, time)\n"
    "  local form = \"%Y-%m-%dT%H:%M:%S\"\n"
    "  Log((\"@%s|%s|%s|%s|%s\"):format(kind, name, (time or Time):ToString(form),\n"
    "    UtcTime:ToString(form), tostring(IsWarmingUp)))\n"
    "end\n";

/* Copies the text up to `mark` and steps behind it. */
static bool take_part(const char **at, char mark, char *out, size_t size)
{
    const char *end = strchr(*at, mark);
    if (!end || (size_t)(end - *at) >= size)
        return false;
    memcpy(out, *at, (size_t)(end - *at));
    out[end - *at] = '\0';
    *at = end + 1;
    return true;
}

static bool take_time(const char **at, int64_t *out)
{
    char text[PERI_TIME_TEXT];
    peri_time_text parsed;
    if (!take_part(at, '|', text, sizeof text) || peri_time_parse(text, strlen(text), &parsed))
        return false;
    *out = parsed.time_ns;
    return true;
}

static bool read_line(const char *line, vec_said *out)
{
    if (!take_part(&line, '|', out->kind, sizeof out->kind) ||
        !take_part(&line, '|', out->name, sizeof out->name) || !take_time(&line, &out->time) ||
        !take_time(&line, &out->utc))
        return false;
    out->warming = strcmp(line, "true") == 0;
    return out->warming || strcmp(line, "false") == 0;
}

static void hear(void *ctx, peri_log_level level, int64_t local_ns, const char *text, size_t len)
{
    vec_lua *lua = ctx;
    vec_said said;
    char line[200];
    (void)level;
    (void)local_ns;
    if (len == 0 || text[0] != '@')
        return;
    snprintf(line, sizeof line, "%.*s", (int)(len - 1 < 190 ? len - 1 : 190), text + 1);
    if (!read_line(line, &said)) {
        lua->bad_line = true;
        return;
    }
    vec_need_memory(peri_grow((void **)&lua->said, &lua->cap, lua->n + 1, sizeof said) == PERI_OK);
    lua->said[lua->n++] = said;
}

bool vec_lua_run(vec_file *file, const char *text, const char *data_dir, vec_lua *out)
{
    char script[VEC_PATH], store[VEC_PATH + 16];
    const char *folder = vec_folder(file);
    peri_runtime *runtime = NULL;
    memset(out, 0, sizeof *out);
    if (!folder || !vec_write(file, folder, "strategy.lua", text, strlen(text), script))
        return false;
    snprintf(store, sizeof store, "%s/lua_store.db", folder);
    peri_runtime_options options = {.strategy = script,
                                    .data_dir = data_dir,
                                    .store = store,
                                    .seed = 1,
                                    .log = hear,
                                    .ctx = out};
    out->rc = peri_runtime_open(&options, &runtime, &out->err);
    if (out->rc == PERI_OK)
        out->rc = peri_runtime_run(runtime, &out->err);
    peri_runtime_close(runtime);
    if (out->bad_line)
        vec_fail(file, "a line of the strategy could not be read back");
    return true;
}

void vec_lua_free(vec_lua *lua)
{
    peri_free(lua->said);
    memset(lua, 0, sizeof *lua);
}

void vec_lua_statement(vec_file *file, const char *statement, const char *name, const char *expect)
{
    peri_buf text;
    vec_lua lua;
    peri_buf_init(&text);
    peri_buf_printf(&text,
                    "%sfunction Initialize()\n"
                    "  local ok, message = pcall(function() %s end)\n"
                    "  if ok then say('passed', '') else error(message, 0) end\n"
                    "end\n",
                    vec_lua_say, statement);
    vec_need_memory(!text.failed);
    if (vec_lua_run(file, peri_buf_str(&text), NULL, &lua)) {
        bool raised = lua.n == 0 && lua.rc == PERI_ESCRIPT;
        if (expect && !raised)
            vec_fail(file, "%s: expected error %s, got none", statement, expect);
        if (expect && raised && !strstr(lua.err.text, name))
            vec_fail(file, "%s: raised '%.400s', which does not name %s", statement, lua.err.text,
                     name);
        if (!expect && raised)
            vec_fail(file, "%s: expected no error, got '%.400s'", statement, lua.err.text);
        vec_lua_free(&lua);
    }
    peri_buf_deinit(&text);
}

void vec_lua_literal(peri_buf *out, const cJSON *value)
{
    if (cJSON_IsNumber(value)) {
        peri_buf_printf(out, "%.17g", value->valuedouble);
    } else if (cJSON_IsBool(value)) {
        peri_buf_text(out, cJSON_IsTrue(value) ? "true" : "false");
    } else if (cJSON_IsString(value)) {
        peri_buf_byte(out, '"');
        for (const char *at = value->valuestring; *at != '\0'; at++)
            peri_buf_printf(out, "\\%03u", (unsigned)(unsigned char)*at);
        peri_buf_byte(out, '"');
    } else {
        peri_buf_text(out, cJSON_IsNull(value) || !value ? "nil" : "{}");
    }
}
