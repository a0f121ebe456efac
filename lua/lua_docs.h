/* lua_docs.h - the Lua API described: reference, stubs for editors, one name. Layer 6. */
#ifndef PERI_LUA_DOCS_H
#define PERI_LUA_DOCS_H

#include <stddef.h>

#include "base/error.h"

/* One text that was made; path is below a folder, "" of a text that is to be shown. Both are
   borrowed for the call. Not PERI_OK ends the writing. */
typedef int (*peri_lua_docs_take)(void *ctx, const char *path, const char *text, size_t len,
                                  peri_error *err);

/*
 * Write what stdlib/api.lua says in one form, by the Lua modules in lua/docs.
 *
 * form  "text", "json", "markdown" or "stubs"
 * name  of text and json: the one name to describe ("Order", "OrderTicket:Cancel", "Cancel");
 *       NULL: all
 * take  gets each text, in order
 *
 * Returns PERI_OK, PERI_ENOTFOUND (nothing has that name; the text proposes a similar one), what
 * `take` returned, PERI_ENOMEM, or PERI_ESCRIPT, a fault of ours.
 * Thread: any.
 */
int peri_lua_docs_write(const char *form, const char *name, peri_lua_docs_take take, void *ctx,
                        peri_error *err);

#endif
