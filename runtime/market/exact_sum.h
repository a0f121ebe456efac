/* exact_sum.h - a sum that keeps what rounding takes away. Layer 2. */
#ifndef PERI_EXACT_SUM_H
#define PERI_EXACT_SUM_H

/* The unevaluated sum high + rest: about twice the digits of a double. */
typedef struct peri_exact_sum {
    double high, rest;
} peri_exact_sum;

/* Add x (finite). Source: Knuth, The Art of Computer Programming 2, 4.2.2, theorem B. */
static inline void peri_exact_sum_add(peri_exact_sum *sum, double x)
{
    double total = sum->high + x;
    double part = total - sum->high;
    sum->rest += (sum->high - (total - part)) + (x - part);
    sum->high = total;
}

static inline double peri_exact_sum_value(const peri_exact_sum *sum)
{
    return sum->high + sum->rest;
}

#endif
