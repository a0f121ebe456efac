/* bench_bars.c - a random walk in integers (1e-5 of a unit), printed as bars. */
#include "bench_bars.h"

#include "time/civil.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    UNIT = 100000,        /* one unit of price */
    NOISE_CENTRE = 131070 /* mean of four 16-bit uniforms */
};

static uint64_t next_random(uint64_t *state)
{
    uint64_t z = (*state += 0x9E3779B97F4A7C15U); /* splitmix64 */
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

/* Nearly normal, standard deviation about 37837. */
static int64_t noise(uint64_t *state)
{
    uint64_t r = next_random(state);
    uint64_t sum = (r & 0xffff) + ((r >> 16) & 0xffff) + ((r >> 32) & 0xffff) + (r >> 48);
    return (int64_t)sum - NOISE_CENTRE;
}

static void write_price(FILE *to, int64_t price)
{
    fprintf(to, ",%" PRId64 ".%05" PRId64, price / UNIT, price % UNIT);
}

static void write_time(FILE *to, int64_t second)
{
    char text[PERI_TIME_TEXT];
    peri_time_format(peri_time_at(peri_date_make(2020, 1, 1), 0) + second * PERI_SECOND, text);
    fputs(text, to);
}

void bench_write_bars(FILE *to, long n, int seconds, uint64_t seed)
{
    uint64_t state = seed;
    int64_t last = 100 * UNIT;
    fputs("time,open,high,low,close,volume\n", to);
    for (long i = 0; i < n; i++) {
        int64_t open = last + last * noise(&state) / 1000000000;
        int64_t close = open + open * noise(&state) / 100000000;
        int64_t high = open > close ? open : close;
        int64_t low = open < close ? open : close;
        high += high * llabs(noise(&state)) / 300000000;
        low -= low * llabs(noise(&state)) / 300000000;
        low = low < UNIT ? UNIT : low;
        close = close < low ? low : close;
        write_time(to, (int64_t)i * seconds);
        write_price(to, open);
        write_price(to, high);
        write_price(to, low);
        write_price(to, close);
        fprintf(to, ",%" PRIu64 "\n", 100 + next_random(&state) % 9900);
        last = close;
    }
}
