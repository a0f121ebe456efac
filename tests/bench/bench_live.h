/* bench_live.h - a live run whose garbage is collected in another way. */
#ifndef PERI_BENCH_LIVE_H
#define PERI_BENCH_LIVE_H

/* Replay a folder's bars to a strategy, with --param training=TRAINING, and print the result as
   JSON. collector: "own", "stopped", "generational", or PAUSE:MULTIPLIER:SIZE as in
   collectgarbage("incremental"). Returns 0, or 1 after a message. */
int bench_live(const char *strategy, const char *folder, double speed, const char *training,
               const char *collector);

#endif
