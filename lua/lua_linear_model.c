/* lua_linear_model.c - the C functions of stdlib/linear_model.lua. Layer 6.
 *
 * Each reads its tables into plain memory or holds its matrices, has a kernel compute, and pushes
 * what comes out; or returns nil and a text, which the module raises at the place of its caller.
 * While a kernel has much to do, a training lets go of the Lua state.
 */
#include "lua_linear_model.h"

#include <math.h>

#include "host/host.h"
#include "host/seat.h"
#include "learn/linear_regression.h"
#include "learn/r2_score.h"
#include "lua_numbers.h"
#include "lua_support.h"

enum {
    FEW = 4096 /* numbers of X whose predictions take less than a handing over may */
};

/* A kernel's call: what goes in, what comes out. */
struct job {
    peri_samples samples;
    bool fit_intercept;
    double *fitted;     /* shape [samples.p]: the coefficients that fit finds */
    const double *coef; /* shape [samples.p]: those to predict with */
    double intercept;
    size_t rank;
    double *predicted; /* shape [samples.n] */
    double r2;
    int rc;
    peri_error err;
};

static void fit(void *arg)
{
    struct job *job = arg;
    job->rc = peri_linear_regression_fit(&job->samples, job->fit_intercept, job->fitted,
                                         &job->intercept, &job->rank, &job->err);
}

static void predict(void *arg)
{
    struct job *job = arg;
    job->rc = peri_linear_regression_predict(&job->samples, job->coef, job->intercept,
                                             job->predicted, &job->err);
}

static void score(void *arg)
{
    struct job *job = arg;
    predict(job);
    if (job->rc == PERI_OK)
        job->rc = peri_samples_check(&job->samples, &job->err);
    if (job->rc == PERI_OK)
        job->r2 = peri_r2_score(job->samples.y, job->predicted, job->samples.n);
    if (job->rc == PERI_OK && !isfinite(job->r2))
        job->rc = peri_fail(&job->err, PERI_EINVAL, "the numbers of y are too large");
}

static int allocate(struct job *job, peri_lua_numbers *numbers, double **out, size_t n)
{
    *out = peri_lua_numbers_array(numbers, n);
    if (*out)
        return PERI_OK;
    return peri_fail(&job->err, PERI_ENOMEM, "no memory for %zu numbers", n);
}

static int read_x(lua_State *L, int arg, peri_lua_numbers *numbers, struct job *job)
{
    return peri_lua_read_rows(L, arg, "X", numbers, &job->samples.x, &job->samples.n,
                              &job->samples.p, &job->err);
}

static int read_y(lua_State *L, int arg, peri_lua_numbers *numbers, struct job *job)
{
    return peri_lua_read_array(L, arg, "y", "rows of X", job->samples.n, numbers, &job->samples.y,
                               &job->err);
}

/* fit(X, y, fit_intercept) -> coef, intercept, rank | nil, text, code */
static int l_fit(lua_State *L)
{
    struct job job = {.fit_intercept = lua_toboolean(L, 3) != 0};
    peri_lua_numbers *numbers = peri_lua_numbers_new(L);
    if (read_x(L, 1, numbers, &job) != PERI_OK || read_y(L, 2, numbers, &job) != PERI_OK ||
        allocate(&job, numbers, &job.fitted, job.samples.p) != PERI_OK)
        return peri_lua_fail(L, &job.err);
    peri_host_unlocked(L, fit, &job);
    if (job.rc != PERI_OK)
        return peri_lua_fail(L, &job.err);
    peri_lua_push_array(L, job.fitted, job.samples.p);
    lua_pushnumber(L, job.intercept);
    lua_pushinteger(L, (lua_Integer)job.rank);
    return 3;
}

/* Arguments X, coef, intercept from index 1 on. */
static int read_model(lua_State *L, peri_lua_numbers *numbers, struct job *job)
{
    luaL_checktype(L, 2, LUA_TTABLE);
    job->intercept = luaL_checknumber(L, 3);
    job->samples.p = lua_rawlen(L, 2);
    if (job->samples.p == 0)
        return peri_fail(&job->err, PERI_EINVAL, "coef_ was empty, expected at least one number");
    int rc = peri_lua_read_array(L, 2, "coef_", "before", job->samples.p, numbers, &job->coef,
                                 &job->err);
    if (rc == PERI_OK)
        rc = read_x(L, 1, numbers, job);
    if (rc == PERI_OK)
        rc = allocate(job, numbers, &job->predicted, job->samples.n);
    return rc;
}

/* On the path of a tick few rows come. */
static int compute(lua_State *L, void (*work)(void *arg), struct job *job)
{
    if (job->samples.n * job->samples.p <= FEW)
        work(job);
    else
        peri_host_unlocked(L, work, job);
    return job->rc;
}

/* predict(X, coef, intercept) -> array | nil, text, code */
static int l_predict(lua_State *L)
{
    struct job job = {.rc = PERI_OK};
    peri_lua_numbers *numbers = peri_lua_numbers_new(L);
    if (read_model(L, numbers, &job) != PERI_OK || compute(L, predict, &job) != PERI_OK)
        return peri_lua_fail(L, &job.err);
    peri_lua_push_array(L, job.predicted, job.samples.n);
    return 1;
}

/* R^2 of one target says nothing. */
static int check_count(struct job *job)
{
    if (job->samples.n > 1)
        return PERI_OK;
    return peri_fail(&job->err, PERI_EINVAL, "y has 1 number, expected at least 2");
}

/* score(X, coef, intercept, y) -> R^2 | nil, text, code */
static int l_score(lua_State *L)
{
    struct job job = {.rc = PERI_OK};
    peri_lua_numbers *numbers = peri_lua_numbers_new(L);
    if (read_model(L, numbers, &job) != PERI_OK || read_y(L, 4, numbers, &job) != PERI_OK ||
        check_count(&job) != PERI_OK || compute(L, score, &job) != PERI_OK)
        return peri_lua_fail(L, &job.err);
    lua_pushnumber(L, job.r2);
    return 1;
}

void peri_lua_linear_model_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"fit", l_fit}, {"predict", l_predict}, {"score", l_score}, {NULL, NULL}};
    peri_host_native(L, "perigee.linear_model", functions);
}
