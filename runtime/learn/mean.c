/* mean.c - the arithmetic mean. Layer 4. */
#include "learn/mean.h"

double peri_mean(const double *numbers, size_t n)
{
    double first = numbers[0], sum = 0.0;
    for (size_t i = 1; i < n; i++)
        sum += numbers[i] - first;
    return first + sum / (double)n;
}
