/* exact.c - decimal numbers with their decimals. Layer 2. */
#include "market/exact.h"

#include <math.h>
#include <string.h>

#include "market/rounding.h"

enum {
    LIMBS = 6, /* of a product of two numbers of three */
    KEPT = 3
};

/* A double has no certain digits behind these. */
#define CERTAIN 1e15
#define LARGEST 9e18

peri_exact peri_exact_make(int64_t units, int scale)
{
    const uint64_t size = units < 0 ? -(uint64_t)units : (uint64_t)units;
    return (peri_exact){.units = {(uint32_t)size, (uint32_t)(size >> 32), 0},
                        .scale = (uint8_t)scale,
                        .negative = units < 0};
}

peri_exact peri_exact_natural(double value)
{
    double power = 1.0, scaled = value;
    int scale = 0;
    while (fabs(scaled - nearbyint(scaled)) > fabs(scaled) * PERI_SAME_DECIMAL &&
           scale < PERI_EXACT_SCALE && fabs(scaled) < CERTAIN / 10.0) {
        scale++;
        power *= 10.0;
        scaled = value * power;
    }
    const double units = nearbyint(fmin(fmax(scaled, -LARGEST), LARGEST));
    return peri_exact_make((int64_t)units, units == 0.0 ? 0 : scale);
}

/* One more digit at the end; false when there is no room for it. */
static bool append(uint32_t units[KEPT], uint32_t digit)
{
    uint64_t carry = digit;
    for (int i = 0; i < KEPT; i++) {
        carry += (uint64_t)units[i] * 10;
        units[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return carry == 0;
}

bool peri_exact_parse(const char *text, size_t len, peri_exact *out)
{
    peri_exact made = {.negative = len > 0 && text[0] == '-'};
    size_t at = made.negative, digits = 0;
    bool behind = false; /* the point */
    for (; at < len; at++) {
        if (text[at] == '.' && !behind) {
            behind = true;
            continue;
        }
        if (text[at] < '0' || text[at] > '9' || (behind && made.scale == PERI_EXACT_SCALE) ||
            !append(made.units, (uint32_t)(text[at] - '0')))
            return false;
        made.scale = (uint8_t)(made.scale + behind);
        digits++;
    }
    if (digits > 0)
        *out = made;
    return digits > 0;
}

/* Divide by a small number; returns the remainder. */
static uint32_t divide(uint32_t *limbs, int n, uint32_t by)
{
    uint64_t left = 0;
    for (int i = n; i-- > 0;) {
        left = left << 32 | limbs[i];
        limbs[i] = (uint32_t)(left / by);
        left %= by;
    }
    return (uint32_t)left;
}

static void add_one(uint32_t *limbs)
{
    for (int i = 0; i < LIMBS && ++limbs[i] == 0; i++)
        ;
}

static bool fits(const uint32_t *limbs)
{
    return limbs[3] == 0 && limbs[4] == 0 && limbs[5] == 0;
}

static void multiply(const peri_exact *a, const peri_exact *b, uint32_t out[LIMBS])
{
    memset(out, 0, LIMBS * sizeof *out);
    for (int i = 0; i < KEPT; i++) {
        uint64_t carry = 0;
        for (int k = 0; k < KEPT; k++) {
            carry += (uint64_t)a->units[i] * b->units[k] + out[i + k];
            out[i + k] = (uint32_t)carry;
            carry >>= 32;
        }
        out[i + KEPT] = (uint32_t)carry;
    }
}

/* Take so many digits off, half to even. */
static void round_off(uint32_t *limbs, int digits)
{
    bool more = false; /* something behind the last digit that goes */
    uint32_t last = 0;
    for (int i = 0; i < digits; i++) {
        more = more || last != 0;
        last = divide(limbs, LIMBS, 10);
    }
    if (last > 5 || (last == 5 && (more || (limbs[0] & 1) != 0)))
        add_one(limbs);
}

bool peri_exact_product(const peri_exact *a, const peri_exact *b, peri_exact *out)
{
    const int scale = a->scale + b->scale;
    uint32_t whole[LIMBS], limbs[LIMBS];
    multiply(a, b, whole);
    memcpy(limbs, whole, sizeof limbs);
    int off = scale > PERI_EXACT_SCALE ? scale - PERI_EXACT_SCALE : 0;
    round_off(limbs, off);
    while (!fits(limbs)) {
        if (++off > scale)
            return false;
        memcpy(limbs, whole, sizeof limbs);
        round_off(limbs, off);
    }
    *out = (peri_exact){.units = {limbs[0], limbs[1], limbs[2]},
                        .scale = (uint8_t)(scale - off),
                        .negative = a->negative != b->negative};
    return true;
}

double peri_exact_value(const peri_exact *value)
{
    double sum = 0.0;
    for (int i = KEPT; i-- > 0;)
        sum = sum * 4294967296.0 + value->units[i];
    sum /= pow(10.0, value->scale);
    return value->negative ? -sum : sum;
}

size_t peri_exact_text(const peri_exact *value, char out[PERI_EXACT_TEXT])
{
    char reversed[PERI_EXACT_TEXT];
    uint32_t left[KEPT];
    size_t n = 0, len = 0;
    memcpy(left, value->units, sizeof left);
    const bool is_zero = (left[0] | left[1] | left[2]) == 0;
    for (int at = 0; at <= value->scale || (left[0] | left[1] | left[2]) != 0; at++) {
        if (at == value->scale && at > 0)
            reversed[n++] = '.';
        reversed[n++] = (char)('0' + divide(left, KEPT, 10));
    }
    if (value->negative && !is_zero)
        out[len++] = '-';
    while (n > 0)
        out[len++] = reversed[--n];
    out[len] = '\0';
    return len;
}
