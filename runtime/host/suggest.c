/* suggest.c - "did you mean" for names a script misspelt. Layer 6. */
#include "host/suggest.h"

#include <stdio.h>
#include <string.h>

#include "base/similar.h"
#include "host/host.h"
#include "host/readonly.h"

void peri_suggest_init(peri_suggestion *suggestion, const char *wanted)
{
    suggestion->wanted = wanted;
    suggestion->distance = 0;
    suggestion->best[0] = '\0';
}

void peri_suggest_offer(peri_suggestion *suggestion, const char *prefix, const char *name)
{
    if (!peri_similar_near(suggestion->wanted, name))
        return;
    char shown[sizeof suggestion->best];
    snprintf(shown, sizeof shown, "%s%s", prefix ? prefix : "", name);
    int distance = peri_similar_distance(suggestion->wanted, name);
    int better = suggestion->best[0] == '\0' ? 1 : suggestion->distance - distance;
    if (better > 0 || (better == 0 && strcmp(shown, suggestion->best) < 0)) {
        suggestion->distance = distance;
        memcpy(suggestion->best, shown, sizeof shown);
    }
}

void peri_suggest_offer_keys(peri_suggestion *suggestion, lua_State *L, int index,
                             const char *prefix)
{
    index = lua_absindex(L, index);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING)
            peri_suggest_offer(suggestion, prefix, lua_tostring(L, -2));
}

void peri_suggest_text(const peri_suggestion *suggestion, char *out, size_t cap)
{
    out[0] = '\0';
    if (suggestion->best[0] != '\0')
        snprintf(out, cap, "; did you mean '%s'?", suggestion->best);
}

/* Copy NAME out of "... a nil value (<kind> 'NAME')"; false when the message is another one. */
static bool nil_name(const char *message, const char *kind, char *name, size_t cap)
{
    char head[48];
    snprintf(head, sizeof head, "a nil value (%s '", kind);
    const char *start = strstr(message, head);
    if (!start)
        return false;
    start += strlen(head);
    const char *end = strchr(start, '\'');
    if (!end || end == start || (size_t)(end - start) >= cap)
        return false;
    memcpy(name, start, (size_t)(end - start));
    name[end - start] = '\0';
    return true;
}

/* A value that is read was called: "attempt to call a number value (method 'Quantity')". False when
   the message is another one. */
static bool says_read(const char *message, char *out, size_t cap)
{
    char name[80];
    int len = 0;
    const char *kind = strstr(message, "attempt to call a");
    kind = kind ? strstr(kind, " value (") : NULL;
    if (!kind || sscanf(kind, " value (%*[a-z] '%79[A-Za-z0-9_]')%n", name, &len) != 1 || len == 0)
        return false;
    kind += strlen(" value (");
    const bool is_member = strncmp(kind, "method", 6) == 0 || strncmp(kind, "field", 5) == 0;
    if (is_member)
        snprintf(out, cap, "; it is a property: write .%s, without a colon and ()", name);
    else if (strncmp(kind, "global", 6) == 0)
        snprintf(out, cap, "; it is no function: write %s, without ()", name);
    return out[0] != '\0';
}

/* Objects with pairs() that are no arrays. */
static const char *const gone_over[] = {
    "Slice",     "TradeBars",           "QuoteBars",  "Ticks",     "Splits",
    "Dividends", "SymbolChangedEvents", "Delistings", "Portfolio", "Securities",
    "CashBook"};

/* Whether the message has the name of one between two texts; where `ends`, at its end. */
static bool names_one(const char *message, const char *before, const char *after, bool ends)
{
    char wanted[96];
    for (size_t i = 0; i < sizeof gone_over / sizeof *gone_over; i++) {
        snprintf(wanted, sizeof wanted, "%s%s%s", before, gone_over[i], after);
        const char *at = strstr(message, wanted);
        if (at && (!ends || at[strlen(wanted)] == '\0'))
            return true;
    }
    return false;
}

/* One was gone over as an array: by ipairs, by its length, or without pairs() in a for. */
static bool is_no_array(const char *message)
{
    static const struct {
        const char *before, *after;
    } texts[] = {{"", " has no property '1'"},
                 {"", ": argument 2 (symbol) was 1,"},
                 {"", ": argument 2 (currency) was 1,"},
                 {"attempt to get length of a ", " value"},
                 {"attempt to call a ", " value (for iterator"}};
    if (names_one(message, "attempt to call a ", " value", true)) /* Lua does not name values */
        return true;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (names_one(message, texts[i].before, texts[i].after, false))
            return true;
    return strstr(message, "attempt to call a table value (for iterator") != NULL;
}

/* Names of stock Lua that the sandbox leaves out, and of QuantConnect's API that are not there; the
   text is put after the message. */
static const char *left_out(const char *name)
{
    static const char none[] = "perigee does not have it, see 'Missing' in README.md";
    static const struct {
        const char *name, *says;
    } rows[] = {
        {"os", "the os library is not available to strategies"},
        {"io", "the io library is not available to strategies"},
        {"debug", "the debug library is not available to strategies"},
        {"package", "the package library is not available to strategies"},
        {"dofile", "it is not available to strategies, use require"},
        {"loadfile", "it is not available to strategies, use require"},
        {"unpack", "Lua 5.4 calls it table.unpack"},
        {"loadstring", "Lua 5.4 calls it load"},
        {"setfenv", "Lua 5.4 does not have it"},
        {"getfenv", "Lua 5.4 does not have it"},
        {"warn", "it is not available to strategies, use print"},
        {"self", "there is no self: functions of the API are global, as SetCash(...)"},
        {"AddUniverse", none},
        {"AddUniverseSelection", none},
        {"AddOption", none},
        {"AddFuture", none},
        {"AddIndex", none},
        {"AddCryptoFuture", none},
        {"AddAlpha", none},
        {"SetAlpha", none},
        {"SetPortfolioConstruction", none},
        {"SetExecution", none},
        {"AddRiskManagement", none},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(name, rows[i].name) == 0)
            return rows[i].says;
    return NULL;
}

/* Offer the members of the library tables among the API names. */
static void offer_members(peri_suggestion *suggestion, lua_State *L, bool with_prefix)
{
    peri_host_api(L);
    int api = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, api); lua_pop(L, 1)) {
        const char *library = peri_readonly_name(L, -1);
        if (!library)
            continue;
        char prefix[48];
        snprintf(prefix, sizeof prefix, "%s.", library);
        peri_readonly_members(L, -1);
        peri_suggest_offer_keys(suggestion, L, -1, with_prefix ? prefix : NULL);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void peri_suggest_for_message(lua_State *L, const char *message, char *out, size_t cap)
{
    char name[80] = "";
    peri_suggestion suggestion;
    out[0] = '\0';
    peri_suggest_init(&suggestion, name);
    if (nil_name(message, "global", name, sizeof name)) {
        const char *says = left_out(name);
        if (says) {
            snprintf(out, cap, "; %s", says);
            return;
        }
        static void (*const tables[])(lua_State *) = {peri_host_env, peri_host_api,
                                                      peri_host_dynamics};
        for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
            tables[i](L);
            peri_suggest_offer_keys(&suggestion, L, -1, NULL);
            lua_pop(L, 1);
        }
    } else if (strstr(message, "index a nil value (field '?')")) {
        snprintf(out, cap,
                 "; a slice has nothing of a symbol that has no bar now: if this is one, "
                 "ask data:ContainsKey(symbol) first");
        return;
    } else if (nil_name(message, "field", name, sizeof name)) {
        offer_members(&suggestion, L, true);
    } else if (nil_name(message, "method", name, sizeof name)) {
        offer_members(&suggestion, L, false);
    } else if (is_no_array(message)) {
        snprintf(out, cap, "; go over it with pairs: for key, value in pairs(...)");
        return;
    } else if (says_read(message, out, cap)) {
        return;
    }
    peri_suggest_text(&suggestion, out, cap);
}
