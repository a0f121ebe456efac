/* test_exact.c - decimals that keep how many they have. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "market/exact.h"

static peri_exact exact(const char *text)
{
    peri_exact value = {0};
    CHECK(text, peri_exact_parse(text, strlen(text), &value));
    return value;
}

static const char *text_of(const peri_exact *value)
{
    static char text[PERI_EXACT_TEXT];
    const size_t n = peri_exact_text(value, text);
    CHECK_INT("its length", n, strlen(text));
    return text;
}

SUITE(exact_reads_and_writes)
{
    static const struct {
        const char *text, *want; /* NULL: the same */
    } rows[] = {
        {"0", NULL},
        {"0.00", NULL},
        {"-0.0", "0.0"},
        {"7", NULL},
        {"-7.10", NULL},
        {".5", "0.5"},
        {"5.", "5"},
        {"007.250", "7.250"},
        {"0.0000000000000000000000000001", NULL},
        {"79228162514264337593543950335", NULL},
        {"7.9228162514264337593543950335", NULL},
        {"-18446744073709551616.5", NULL},
    };
    static const char *const wrong[] = {"",
                                        "-",
                                        ".",
                                        "1e5",
                                        "1.2.3",
                                        " 1",
                                        "+1",
                                        "1,5",
                                        "79228162514264337593543950336",
                                        "0.00000000000000000000000000001"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const peri_exact value = exact(rows[i].text);
        CHECK_STR(rows[i].text, text_of(&value), rows[i].want ? rows[i].want : rows[i].text);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        peri_exact value = peri_exact_make(5, 1);
        CHECK(wrong[i], !peri_exact_parse(wrong[i], strlen(wrong[i]), &value));
        CHECK_STR(wrong[i], text_of(&value), "0.5");
    }
}

SUITE(exact_of_integers)
{
    const peri_exact least = peri_exact_make(INT64_MIN, 4);
    CHECK_STR("the least", text_of(&least), "-922337203685477.5808");
    CHECK_NEAR("as a double", peri_exact_value(&least), -922337203685477.58, 0.2);
    const peri_exact zero = peri_exact_make(0, 3);
    CHECK_STR("zero keeps its decimals", text_of(&zero), "0.000");
    const peri_exact large = exact("79228162514264337593543950335");
    CHECK_NEAR("96 bits", peri_exact_value(&large), 7.922816251426434e28, 1e13);
}

/* Products of System.Decimal: a raw price with the factors of its day, the edges of 96 bits. */
SUITE(exact_products)
{
    static const struct {
        const char *a, *b, *want; /* NULL: it is too large */
    } rows[] = {
        {"167.4400", "0.8646266", "144.77307790400"},
        {"0.8798652", "0.03571430", "0.031423769712360"},
        {"490.9704", "0.031423769712360", "15.4281407851852741440"},
        {"688", "144.7817", "99609.8096"},
        {"-10", "144.5", "-1445.0"},
        {"-10", "0", "0"},
        {"-10", "-0.5", "5.0"},
        {"0.50", "2", "1.00"},
        /* 29 decimals: one goes, half to even */
        {"0.00000000000005", "0.000000000000001", "0.0000000000000000000000000000"},
        {"0.00000000000015", "0.000000000000001", "0.0000000000000000000000000002"},
        {"0.00000000000025", "0.000000000000001", "0.0000000000000000000000000002"},
        {"0.000000000000051", "0.00000000000001", "0.0000000000000000000000000005"},
        {"0.000000000000251", "0.000000000000001", "0.0000000000000000000000000003"},
        /* one bit too many: one digit goes */
        {"39614081257132168796771975167", "2.0", "79228162514264337593543950334"},
        {"39614081257132168796771975168", "2.0", NULL},
        {"79228162514264337593543950335", "1.0", "79228162514264337593543950335"},
        {"7922816251426433759354395033.5", "1.1", "8715097876569077135289834537"},
        {"79228162514264337593543950335", "2", NULL},
        {"79228162514264337593543950335", "79228162514264337593543950335", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const peri_exact a = exact(rows[i].a), b = exact(rows[i].b);
        peri_exact product = peri_exact_make(5, 1);
        char name[96];
        snprintf(name, sizeof name, "%s x %s", rows[i].a, rows[i].b);
        CHECK(name, peri_exact_product(&a, &b, &product) == (rows[i].want != NULL));
        CHECK_STR(name, text_of(&product), rows[i].want ? rows[i].want : "0.5");
    }
}

SUITE(exact_of_doubles)
{
    static const struct {
        double value;
        const char *want;
    } rows[] = {
        {0.0, "0"},
        {-0.0, "0"},
        {260.0, "260"},
        {-3.25, "-3.25"},
        {0.1 + 0.2, "0.3"},
        {1.230545, "1.230545"},
        {1e-8, "0.00000001"},
        {1e-28, "0.0000000000000000000000000001"},
        {1e-40, "0"},
        {123456789.125, "123456789.125"},
        {1.0 / 3.0, "0.33333333333333"},
        {1e15, "1000000000000000"},
        {1e300, "9000000000000000000"},
        {-1e300, "-9000000000000000000"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const peri_exact value = peri_exact_natural(rows[i].value);
        CHECK_STR(rows[i].want, text_of(&value), rows[i].want);
    }
}

/* A product of whole numbers is theirs, and the decimals add up. */
SUITE(exact_products_of_any_numbers)
{
    check_rng rng = {11};
    for (int i = 0; i < 2000; i++) {
        const int64_t a = check_random_in(&rng, -2000000000, 2000000000);
        const int64_t b = check_random_in(&rng, -2000000000, 2000000000);
        const int scale_a = (int)check_random_in(&rng, 0, 14);
        const int scale_b = (int)check_random_in(&rng, 0, 14);
        const peri_exact x = peri_exact_make(a, scale_a), y = peri_exact_make(b, scale_b);
        const peri_exact want = peri_exact_make(a * b, scale_a + scale_b);
        char wanted[PERI_EXACT_TEXT];
        peri_exact got;
        peri_exact_text(&want, wanted);
        if (!CHECK("fits", peri_exact_product(&x, &y, &got)))
            return;
        if (!CHECK_STR("the same", text_of(&got), wanted))
            return;
    }
}
