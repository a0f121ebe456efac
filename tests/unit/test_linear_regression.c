/* test_linear_regression.c - least squares: what defines the solution, on easy and on bad data. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "learn/linear_regression.h"
#include "learn/mean.h"
#include "learn/r2_score.h"

enum {
    MOST_ROWS = 60,
    MOST_COLUMNS = 16
};

/* A fit on random data. */
struct trial {
    size_t n, p, rank;
    double x[MOST_ROWS * MOST_COLUMNS], y[MOST_ROWS];
    double planted[MOST_COLUMNS], coef[MOST_COLUMNS], intercept;
};

static double spread(check_rng *rng)
{
    return 2.0 * check_random_unit(rng) - 1.0;
}

/* Targets are those of planted coefficients and the constant 0.5, with some noise. */
static void fill(struct trial *t, check_rng *rng, double noise)
{
    for (size_t j = 0; j < t->p; j++)
        t->planted[j] = spread(rng);
    for (size_t i = 0; i < t->n; i++) {
        t->y[i] = 0.5 + noise * spread(rng);
        for (size_t j = 0; j < t->p; j++) {
            t->x[i * t->p + j] = 10.0 * spread(rng);
            t->y[i] += t->x[i * t->p + j] * t->planted[j];
        }
    }
}

static peri_samples samples_of(const struct trial *t)
{
    return (peri_samples){.n = t->n, .p = t->p, .x = t->x, .y = t->y};
}

static bool fit(struct trial *t, bool fit_intercept)
{
    peri_error err;
    peri_samples samples = samples_of(t);
    return peri_linear_regression_fit(&samples, fit_intercept, t->coef, &t->intercept, &t->rank,
                                      &err) == PERI_OK;
}

/* Errors of the fit; they stand at right angles to each column, and to the constant. */
static double largest_angle(const struct trial *t, bool fit_intercept)
{
    peri_error err;
    double out[MOST_ROWS], worst = 0.0, sum = 0.0;
    peri_samples samples = samples_of(t);
    CHECK_INT("predicts",
              peri_linear_regression_predict(&samples, t->coef, t->intercept, out, &err), PERI_OK);
    for (size_t j = 0; j < t->p; j++) {
        double product = 0.0;
        for (size_t i = 0; i < t->n; i++)
            product += t->x[i * t->p + j] * (t->y[i] - out[i]);
        worst = fmax(worst, fabs(product));
    }
    for (size_t i = 0; i < t->n; i++)
        sum += t->y[i] - out[i];
    return fit_intercept ? fmax(worst, fabs(sum)) : worst;
}

static bool check_normal_equations(check_rng *rng)
{
    struct trial t = {0};
    t.n = (size_t)check_random_in(rng, 1, MOST_ROWS);
    t.p = (size_t)check_random_in(rng, 1, MOST_COLUMNS);
    bool fit_intercept = check_random(rng) % 2 == 0;
    size_t rows = fit_intercept ? t.n - 1 : t.n;
    fill(&t, rng, 3.0);
    return CHECK("fits", fit(&t, fit_intercept)) &&
           CHECK_NEAR("normal equations", largest_angle(&t, fit_intercept), 0.0, 1e-9) &&
           CHECK_INT("full rank", t.rank, rows < t.p ? rows : t.p) &&
           CHECK("no intercept is 0", fit_intercept || t.intercept == 0.0);
}

static bool check_planted(check_rng *rng)
{
    struct trial t = {.n = 40};
    bool ok = true;
    t.p = (size_t)check_random_in(rng, 1, MOST_COLUMNS);
    fill(&t, rng, 0.0);
    ok &= CHECK("fits", fit(&t, true));
    ok &= CHECK_NEAR("constant", t.intercept, 0.5, 1e-12);
    for (size_t j = 0; j < t.p; j++)
        ok &= CHECK_NEAR("coefficient", t.coef[j], t.planted[j], 1e-12);
    return ok;
}

/* Each column twice: the smallest solution gives both the same share. */
static bool check_twins(check_rng *rng)
{
    struct trial t = {.n = 50}, twice = {.n = 50};
    bool ok = true;
    t.p = (size_t)check_random_in(rng, 1, MOST_COLUMNS / 2);
    twice.p = 2 * t.p;
    fill(&t, rng, 3.0);
    memcpy(twice.y, t.y, sizeof t.y);
    for (size_t i = 0; i < t.n; i++)
        for (size_t j = 0; j < twice.p; j++)
            twice.x[i * twice.p + j] = t.x[i * t.p + j % t.p];
    ok &= CHECK("fits", fit(&t, true) && fit(&twice, true));
    ok &= CHECK_INT("rank", twice.rank, t.p);
    ok &= CHECK_NEAR("intercept", twice.intercept, t.intercept, 1e-10);
    for (size_t j = 0; j < twice.p; j++)
        ok &= CHECK_NEAR("half of it", twice.coef[j], t.coef[j % t.p] / 2.0, 1e-10);
    return ok;
}

/* Fewer rows than columns: the targets are met, by coefficients no longer than the planted ones. */
static bool check_few_rows(check_rng *rng)
{
    struct trial t = {.p = MOST_COLUMNS};
    double out[MOST_ROWS], longest = 0.0, length = 0.0;
    peri_error err;
    bool ok = true;
    t.n = (size_t)check_random_in(rng, 1, MOST_COLUMNS - 1);
    fill(&t, rng, 0.0);
    for (size_t i = 0; i < t.n; i++)
        t.y[i] -= 0.5;
    peri_samples samples = samples_of(&t);
    ok &= CHECK("fits", fit(&t, false));
    ok &= CHECK_INT("rank", t.rank, t.n);
    peri_linear_regression_predict(&samples, t.coef, t.intercept, out, &err);
    for (size_t i = 0; i < t.n; i++)
        ok &= CHECK_NEAR("met", out[i], t.y[i], 1e-9);
    for (size_t j = 0; j < t.p; j++) {
        longest += t.planted[j] * t.planted[j];
        length += t.coef[j] * t.coef[j];
    }
    ok &= CHECK("smallest", length <= longest * (1.0 + 1e-9));
    return ok;
}

SUITE(linear_regression_properties)
{
    bool (*const properties[])(check_rng *) = {check_normal_equations, check_planted, check_twins,
                                               check_few_rows};
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++)
        for (uint64_t seed = 1; seed <= 100; seed++) {
            check_rng rng = {seed};
            if (!properties[i](&rng))
                printf("     property %zu, seed %llu\n", i, (unsigned long long)seed);
        }
}

/* Values that have no digits to round: the results are these, to the bit. */
SUITE(linear_regression_constants)
{
    struct trial t = {.n = 3, .p = 2, .x = {0.1, 7.7, 0.1, 7.7, 0.1, 7.7}, .y = {0.1, 0.2, 0.6}};
    CHECK("fits", fit(&t, true));
    CHECK("constant columns explain nothing", t.coef[0] == 0.0 && t.coef[1] == 0.0);
    CHECK_NEAR("the mean is left", t.intercept, 0.3, 1e-16);
    CHECK_INT("rank", t.rank, 0);
    struct trial one = {.n = 1, .p = 2, .x = {3.0, 4.0}, .y = {25.0}};
    CHECK("fits", fit(&one, true));
    CHECK("one row, with an intercept", one.coef[0] == 0.0 && one.intercept == 25.0);
    CHECK("fits", fit(&one, false));
    CHECK_NEAR("one row, first", one.coef[0], 3.0, 1e-14);
    CHECK_NEAR("one row, second", one.coef[1], 4.0, 1e-14);
}

/* Longley's data, nearly dependent columns of very different sizes. Coefficients: certified values
   of NIST's Statistical Reference Datasets. */
SUITE(linear_regression_longley)
{
    static const struct trial longley = {
        .n = 16,
        .p = 6,
        .x = {83.0,  234289, 2356, 1590, 107608, 1947, 88.5,  259426, 2325, 1456, 108632, 1948,
              88.2,  258054, 3682, 1616, 109773, 1949, 89.5,  284599, 3351, 1650, 110929, 1950,
              96.2,  328975, 2099, 3099, 112075, 1951, 98.1,  346999, 1932, 3594, 113270, 1952,
              99.0,  365385, 1870, 3547, 115094, 1953, 100.0, 363112, 3578, 3350, 116219, 1954,
              101.2, 397469, 2904, 3048, 117388, 1955, 104.6, 419180, 2822, 2857, 118734, 1956,
              108.4, 442769, 2936, 2798, 120445, 1957, 110.8, 444546, 4681, 2637, 121950, 1958,
              112.6, 482704, 3813, 2552, 123366, 1959, 114.2, 502601, 3931, 2514, 125368, 1960,
              115.7, 518173, 4806, 2572, 127852, 1961, 116.9, 554894, 4007, 2827, 130081, 1962},
        .y = {60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513,
              68655, 69564, 69331, 70551}};
    static const double certified[] = {15.0618722713733,  -0.0358191792925910, -2.02022980381683,
                                       -1.03322686717359, -0.0511041056535807, 1829.15146461355};
    struct trial t = longley;
    CHECK("fits", fit(&t, true));
    CHECK_INT("rank", t.rank, 6);
    for (size_t j = 0; j < t.p; j++)
        CHECK_NEAR("9 digits", t.coef[j] / certified[j], 1.0, 1e-9);
    CHECK_NEAR("intercept", t.intercept / -3482258.63459582, 1.0, 1e-9);
}

/* A column that is another one but for the 14th digit counts as the same. */
SUITE(linear_regression_nearly_dependent)
{
    struct trial t = {.n = 40, .p = 2};
    check_rng rng = {5};
    fill(&t, &rng, 1.0);
    for (size_t i = 0; i < t.n; i++)
        t.x[i * 2 + 1] = t.x[i * 2] * (1.0 + 4.0 * DBL_EPSILON * spread(&rng));
    CHECK("fits", fit(&t, true));
    CHECK_INT("rank", t.rank, 1);
    CHECK_NEAR("shared", t.coef[0], t.coef[1], 1e-12);
}

SUITE(linear_regression_refused)
{
    static const struct {
        const char *name, *says;
        size_t n, p;
        double x[4], y[2];
    } rows[] = {
        {"nan", "X[2][1] was nan, expected a finite number", 2, 2, {1, 2, -(double)NAN, 4}, {1, 2}},
        {"infinity", "X[1][2] was -inf", 2, 2, {1, -(double)INFINITY, 3, 4}, {1, 2}},
        {"target", "y[2] was inf", 2, 2, {1, 2, 3, 4}, {1, (double)INFINITY}},
        {"no rows", "X has 0 rows of 2 numbers, expected at least 1 of 1", 0, 2, {0}, {0}},
        {"no columns", "X has 2 rows of 0 numbers", 2, 0, {0}, {0}},
        {"difference", "numbers of X or y are too large", 2, 1, {-1.5e308, 1.5e308}, {1, 2}},
        {"target's difference", "X or y are too large", 2, 1, {1, 2}, {-1.5e308, 1.5e308}},
        {"slope", "X or y are too large", 2, 1, {1e-300, 2e-300}, {1e300, 2e300}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        peri_samples samples = {rows[i].n, rows[i].p, rows[i].x, rows[i].y};
        double coef[2] = {7.0, 7.0}, intercept = 7.0;
        size_t rank = 7;
        peri_error err = {0};
        CHECK_INT(rows[i].name,
                  peri_linear_regression_fit(&samples, true, coef, &intercept, &rank, &err),
                  PERI_EINVAL);
        CHECK_HAS(rows[i].name, err.text, rows[i].says);
        CHECK("nothing is written",
              coef[0] == 7.0 && coef[1] == 7.0 && intercept == 7.0 && rank == 7);
    }
}

SUITE(linear_regression_predict_refused)
{
    double x[] = {1.0, 1e300}, coef[] = {1e300}, out[2];
    peri_samples samples = {.n = 2, .p = 1, .x = x};
    peri_error err;
    CHECK_INT("overflow", peri_linear_regression_predict(&samples, coef, 0.0, out, &err),
              PERI_EINVAL);
    CHECK_STR("names the row", err.text, "the prediction for X[2] is not finite");
    x[0] = (double)NAN;
    CHECK_INT("nan", peri_linear_regression_predict(&samples, coef, 0.0, out, &err), PERI_EINVAL);
    CHECK_STR("its place", err.text, "X[1][1] was nan, expected a finite number");
}

SUITE(linear_regression_no_memory)
{
    struct trial t = {.n = 20, .p = 4};
    check_rng rng = {1};
    fill(&t, &rng, 1.0);
    peri_samples samples = samples_of(&t);
    int64_t before = peri_mem_live();
    for (long nth = 1;; nth++) {
        peri_error err;
        peri_mem_fail_at(nth);
        int rc = peri_linear_regression_fit(&samples, true, t.coef, &t.intercept, &t.rank, &err);
        peri_mem_fail_at(0);
        CHECK_INT("no leak", peri_mem_live(), before);
        if (rc == PERI_OK) {
            CHECK_INT("each of its blocks was refused", nth, 7);
            break;
        }
        CHECK_INT("only for want of memory", rc, PERI_ENOMEM);
        CHECK_HAS("says for what", err.text, "20 x 4 numbers");
    }
}

SUITE(r2_score)
{
    static const struct {
        const char *name;
        double y[3], predicted[3], want;
    } rows[] = {
        {"perfect", {1, 2, 4}, {1, 2, 4}, 1.0},
        {"the mean", {1, 2, 6}, {3, 3, 3}, 0.0},
        {"worse", {1, 2, 3}, {3, 2, 1}, -3.0},
        {"equal targets, met", {0.1, 0.1, 0.1}, {0.1, 0.1, 0.1}, 1.0},
        {"equal targets, missed", {0.1, 0.1, 0.1}, {0.1, 0.1, 0.2}, 0.0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        CHECK_NEAR(rows[i].name, peri_r2_score(rows[i].y, rows[i].predicted, 3), rows[i].want,
                   1e-15);
}

SUITE(mean)
{
    double equal[7];
    for (size_t i = 0; i < 7; i++)
        equal[i] = 0.1;
    CHECK("of equal numbers", peri_mean(equal, 7) == 0.1);
    CHECK("of one", peri_mean((double[]){-3.25}, 1) == -3.25);
    CHECK("of a small spread around a large number",
          peri_mean((double[]){1e15 + 1, 1e15 + 2, 1e15 + 3}, 3) == 1e15 + 2);
}
