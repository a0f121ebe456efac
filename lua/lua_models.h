/* lua_models.h - fee, fill, slippage and buying power models as values of Lua: made by the runtime,
 * or the strategy's own functions. Layer 6. */
#ifndef PERI_LUA_MODELS_H
#define PERI_LUA_MODELS_H

#include <lua.h>

#include "engine/engine.h"
#include "lua_support.h"
#include "trade/models.h"

/* Install the makers of models: of fees, fills and slippage; of buying power. */
void peri_lua_models_open(lua_State *L);
void peri_lua_fill_models_open(lua_State *L); /* part of the first */
void peri_lua_margin_models_open(lua_State *L);
void peri_lua_settlement_open(lua_State *L);

/* Security:SetFeeModel and its like: the model at index 2 becomes the security's. func: what
   messages call it, "Security:SetFeeModel", or "Security.FeeModel" of an assignment. Return 0. */
int peri_lua_set_fee_model(lua_State *L, int32_t security, const char *func);
int peri_lua_set_fill_model(lua_State *L, int32_t security, const char *func);
int peri_lua_set_slippage_model(lua_State *L, int32_t security, const char *func);
int peri_lua_set_margin_model(lua_State *L, int32_t security, const char *func);
int peri_lua_set_settlement_model(lua_State *L, int32_t security, const char *func);

/* Push the model that a security has: the strategy's own as it was given. Return 1. */
int peri_lua_push_fee_model(lua_State *L, int32_t security);
int peri_lua_push_fill_model(lua_State *L, int32_t security);
int peri_lua_push_slippage_model(lua_State *L, int32_t security);
int peri_lua_push_margin_model(lua_State *L, int32_t security);
int peri_lua_push_settlement_model(lua_State *L, int32_t security);

/* -- what the files of models share --------------------------------------------------------- */

/* Kinds of models of the strategy's own, each kept for each security. */
enum peri_own_model {
    PERI_OWN_FEE,
    PERI_OWN_FILL,
    PERI_OWN_SLIPPAGE,
    PERI_OWN_MARGIN,
    PERI_OWN_BROKERAGE, /* one for all securities, whichever is named */
    PERI_OWN_MODELS
};

typedef struct peri_own_question peri_own_question;

/* How a model is asked. */
typedef struct peri_own_form {
    int (*give)(lua_State *L, const peri_own_question *question); /* push arguments: how many */
    int results;                                                  /* that `take` finds on top */
    void (*take)(lua_State *L, peri_own_question *question);      /* keep them, or raise */
    bool is_optional; /* a table may lack the function: `lacks` is set then, and nothing called */
} peri_own_form;

/* One question to a model of the strategy's own; the parts it has depend on what is asked. */
struct peri_own_question {
    const peri_own_form *form;
    enum peri_own_model kind;
    const peri_security *security;
    const peri_order *order;
    const peri_order_update *update; /* NULL: none */
    const char *function; /* of a table, that is asked; NULL: the model itself is the function */
    double given;         /* a quantity, a target */
    double number;        /* these are the answer */
    int32_t cash;         /* a fee's currency */
    bool yes;
    bool lacks; /* the table has no such function */
    peri_fill *fill;
    char *why; /* size bytes */
    size_t size;
};

/* Keep the value at an index as a security's own model; nil: it has none any more. Push what was
   kept, or nil; returns its type. */
void peri_lua_keep_model(lua_State *L, enum peri_own_model kind, int32_t security, int arg);
int peri_lua_push_kept_model(lua_State *L, enum peri_own_model kind, int32_t security);

/* Push it when the model of that name is the strategy's own; false: nothing is pushed. */
bool peri_lua_push_own_model(lua_State *L, enum peri_own_model kind, int32_t security,
                             const char *name);

/* Raise: the value at index 2 is no model for func; for a function of the API, as the maker of a
   model without its parentheses, with a hint. */
int peri_lua_model_error(lua_State *L, const char *func, const char *expected);

/* The value at index 2 must be a table, or a function that is none of the API's; others raise. */
void peri_lua_check_own_model(lua_State *L, const char *func, const char *expected);

/* The buying power that the table of functions at index 2 makes: what it does not have is that of
   SecurityMarginModel(Leverage). Raises. */
peri_margin_model peri_lua_check_margin_table(lua_State *L, const char *func);
/* A leverage, 1 to 1000; 1 for nil. */
double peri_lua_check_leverage(lua_State *L, int arg, const char *func, const char *name);

/* Ask the model, which is a function, or its table's function: the answer is in the question. What
   fails names the model and the security. ctx: the runtime */
int peri_lua_ask_model(void *ctx, peri_own_question *question, peri_error *err);

/* -- for the functions of a form -- */

/* Give the table of parameters, which has Security and, if the question has one, Order (a name it
   has not raises); give the security and the order. Return how many arguments that is. */
int peri_lua_give_parameters(lua_State *L, const peri_own_question *question);
int peri_lua_give_order(lua_State *L, const peri_own_question *question);

/* Push what messages call the function that is asked: "file:line: GetOrderFee", without a place
   when it is in C. Returns the text, borrowed while it is on the stack. */
const char *peri_lua_push_asked_name(lua_State *L, const peri_own_question *question);

/* Raise for the answer on top, with that name. part: what of the answer it is,
   "" or "a fill with a FillPrice of " */
int peri_lua_wrong_answer(lua_State *L, const peri_own_question *question, const char *part,
                          const char *expected);

/* The number on top, finite and not below `lowest` (-INFINITY: any); others raise. */
double peri_lua_check_answer(lua_State *L, const peri_own_question *question, const char *part,
                             double lowest, const char *expected);

/* A boolean and, on top, what becomes the question's `why`: `otherwise` where it is no string. */
bool peri_lua_take_decision(lua_State *L, peri_own_question *question, const char *otherwise);

/* -- for models of the runtime that are given parameters -- */

/* Index of the security that the parameters at an index name; their order; a number of theirs. */
int32_t peri_lua_parameters_security(lua_State *L, int arg, const char *func);
const peri_order *peri_lua_parameters_order(lua_State *L, int arg, const char *func);
double peri_lua_parameters_number(lua_State *L, int arg, const char *func, const char *name);

#endif
