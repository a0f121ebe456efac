/* lua_models.c - makers of fee and fill models. Layer 6. */
#include "lua_models.h"

#include "lua_support.h"

static int get_fee_name(lua_State *L, void *self)
{
    lua_pushstring(L, ((const peri_fee_model *)self)->name);
    return 1;
}

static int get_fill_name(lua_State *L, void *self)
{
    lua_pushstring(L, ((const peri_fill_model *)self)->name);
    return 1;
}

static const peri_lua_member fee_members[] = {{"Name", get_fee_name, NULL, NULL},
                                              {NULL, NULL, NULL, NULL}};
static const peri_lua_member fill_members[] = {{"Name", get_fill_name, NULL, NULL},
                                               {NULL, NULL, NULL, NULL}};
static const peri_lua_class fee_class = {.name = "FeeModel", .members = fee_members};
static const peri_lua_class fill_class = {.name = "FillModel", .members = fill_members};

static int push_fee(lua_State *L, peri_fee_model model)
{
    peri_fee_model *object = peri_lua_new(L, &fee_class, sizeof *object);
    *object = model;
    return 1;
}

static int push_fill(lua_State *L, peri_fill_model model)
{
    peri_fill_model *object = peri_lua_new(L, &fill_class, sizeof *object);
    *object = model;
    return 1;
}

static int constant_fee(lua_State *L)
{
    double amount = peri_lua_check_number(L, 1, "ConstantFeeModel", "amount");
    if (amount < 0)
        return peri_lua_arg_error(L, 1, "ConstantFeeModel", "amount", "0 or more");
    return push_fee(L, peri_fee_constant(amount));
}

static int interactive_brokers_fee(lua_State *L)
{
    return push_fee(L, peri_fee_interactive_brokers());
}

static int immediate_fill(lua_State *L)
{
    return push_fill(L, peri_fill_immediate());
}

static int next_open_fill(lua_State *L)
{
    return push_fill(L, peri_fill_next_open());
}

const peri_fee_model *peri_lua_check_fee_model(lua_State *L, int arg, const char *func)
{
    return peri_lua_check_object(L, arg, func, "model", &fee_class);
}

const peri_fill_model *peri_lua_check_fill_model(lua_State *L, int arg, const char *func)
{
    return peri_lua_check_object(L, arg, func, "model", &fill_class);
}

void peri_lua_models_open(lua_State *L)
{
    static const peri_lua_function functions[] = {
        {"ConstantFeeModel", constant_fee},
        {"InteractiveBrokersFeeModel", interactive_brokers_fee},
        {"ImmediateFillModel", immediate_fill},
        {"NextOpenFillModel", next_open_fill},
        {NULL, NULL},
    };
    peri_lua_class_open(L, &fee_class);
    peri_lua_class_open(L, &fill_class);
    peri_lua_global_functions(L, functions);
}
