/* lua_cash_book.h - CashBook and Cash. Layer 6. */
#ifndef PERI_LUA_CASH_BOOK_H
#define PERI_LUA_CASH_BOOK_H

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

/* A code of a currency in the cash book, in any case: its index; raises when it is not there. */
int32_t peri_lua_check_currency(lua_State *L, int arg, const char *func, const char *name);

/* Push what is held of one currency, and the book of all; of what is settled, or of what is not. */
void peri_lua_push_cash(lua_State *L, int32_t cash);
void peri_lua_push_cash_book(lua_State *L, bool unsettled);

void peri_lua_cash_book_open(lua_State *L);

#endif
