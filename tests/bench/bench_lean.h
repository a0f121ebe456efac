/* bench_lean.h - a data folder in LEAN's layout: many stocks, a year of minute bars each. */
#ifndef PERI_BENCH_LEAN_H
#define PERI_BENCH_LEAN_H

/* Make the zips of stocks s000, s001, ... of the NYSE's days of 2013 below a folder that exists.
   Returns the exit status. */
int bench_lean(const char *folder, int symbols);

#endif
