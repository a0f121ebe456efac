/* lua_indicator_output.c - see lua_indicator_output.h. Layer 6. */
#include "lua_indicator_output.h"

#include "lua_indicator_window.h"
#include "lua_time.h"

#include <string.h>

peri_indicator *peri_lua_indicator_itself(lua_State *L, const struct peri_lua_indicator *object)
{
    peri_error err;
    peri_indicator *view;
    if (object->output == 0)
        return object->indicator;
    if (peri_indicator_view(object->indicator, object->output, &view, &err) != PERI_OK)
        peri_lua_raise(L, &err);
    return view;
}

peri_indicator *peri_lua_indicator_made(const struct peri_lua_indicator *object)
{
    return object->output == 0 ? object->indicator
                               : peri_indicator_find_view(object->indicator, object->output);
}

const char *peri_lua_extra_of_indicator(const void *self, size_t i)
{
    const struct peri_lua_indicator *object = self;
    if (object->output > 0)
        return i == 0 ? "Time" : NULL;
    const size_t at = i + 1;
    return at < PERI_INDICATOR_OUTPUTS ? peri_indicator_class_of(object->indicator)->outputs[at]
                                       : NULL;
}

int peri_lua_index_indicator(lua_State *L, void *self)
{
    const struct peri_lua_indicator *object = self;
    if (lua_isinteger(L, 2))
        return peri_lua_push_ago(L, object, lua_tointeger(L, 2));
    const peri_indicator_class *cls = peri_indicator_class_of(object->indicator);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    if (object->output > 0) {
        if (strcmp(name, "Time") != 0)
            return 0;
        peri_lua_push_local(L, peri_indicator_time(object->indicator));
        return 1;
    }
    for (size_t i = 1; i < PERI_INDICATOR_OUTPUTS && cls->outputs[i]; i++) {
        if (strcmp(cls->outputs[i], name) == 0) {
            peri_lua_push_indicator_output(L, object, i);
            return 1;
        }
    }
    return 0;
}
