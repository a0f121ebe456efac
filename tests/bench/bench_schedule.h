/* bench_schedule.h - many events over many years: cost of a firing, memory of an event. */
#ifndef PERI_BENCH_SCHEDULE_H
#define PERI_BENCH_SCHEDULE_H

/* Fire `events` events of mixed rules over `years` years of days, and as many times a bare heap of
   times as the floor. Prints one line; returns 0, or 1 after a message. */
int bench_schedule(long events, int years);

#endif
