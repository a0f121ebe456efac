/* test_linear_oracle.c - least squares against scikit-learn's own results, which lie beside the
   repository. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "learn/linear_regression.h"
#include "learn/r2_score.h"
#include "shared_json.h"

enum {
    MOST = 1024
};

struct tolerance {
    double absolute, relative;
};

static const cJSON *get(const cJSON *object, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

/* Numbers of an array, appended to out. */
static size_t append(const cJSON *array, double *out, size_t n)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, array)
    {
        if (n < MOST)
            out[n++] = cJSON_GetNumberValue(item);
    }
    return n;
}

static void check_near_all(const char *id, const double *got, const cJSON *want,
                           struct tolerance tolerance)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, want)
    {
        double value = cJSON_GetNumberValue(item);
        CHECK_NEAR(id, *got++, value, tolerance.absolute + tolerance.relative * fabs(value));
    }
}

static void check_one(const char *id, double got, const cJSON *want, struct tolerance tolerance)
{
    double value = cJSON_GetNumberValue(want);
    CHECK_NEAR(id, got, value, tolerance.absolute + tolerance.relative * fabs(value));
}

static void check_case(const cJSON *item, struct tolerance tolerance)
{
    static double x[MOST], y[MOST], coef[MOST], predicted[MOST];
    const char *id = shared_text(item, "id", "?");
    const cJSON *input = get(item, "input"), *expected = get(item, "expected"), *row;
    size_t n = 0, rank;
    double intercept;
    peri_error err;
    cJSON_ArrayForEach(row, get(input, "X"))
    {
        n = append(row, x, n);
    }
    peri_samples samples = {.n = append(get(input, "y"), y, 0), .x = x, .y = y};
    samples.p = n / samples.n;
    bool fit_intercept = cJSON_IsTrue(get(get(item, "params"), "fit_intercept"));
    CHECK_INT(id,
              peri_linear_regression_fit(&samples, fit_intercept, coef, &intercept, &rank, &err),
              PERI_OK);
    CHECK_INT(id, peri_linear_regression_predict(&samples, coef, intercept, predicted, &err),
              PERI_OK);
    CHECK_INT(id, cJSON_GetArraySize(get(expected, "coef")), samples.p);
    check_near_all(id, coef, get(expected, "coef"), tolerance);
    check_near_all(id, predicted, get(expected, "predict_first5"), tolerance);
    check_one(id, intercept, get(expected, "intercept"), tolerance);
    check_one(id, peri_r2_score(y, predicted, samples.n), get(expected, "r2"), tolerance);
}

SUITE(linear_oracle)
{
    cJSON *json = shared_json("oracles/given/linear.json");
    if (!json)
        return;
    struct tolerance tolerance = {cJSON_GetNumberValue(get(get(json, "tol"), "abs")),
                                  cJSON_GetNumberValue(get(get(json, "tol"), "rel"))};
    int compared = 0;
    for (const cJSON *item = shared_first(json, "cases"); item; item = item->next)
        if (strncmp(shared_text(item, "id", ""), "ols", 3) == 0) {
            check_case(item, tolerance);
            compared++;
        }
    CHECK("cases of least squares were there", compared >= 3);
    cJSON_Delete(json);
}
