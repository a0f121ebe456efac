/* engine_kit.h - a backtest over a folder of the test's own. */
#ifndef PERI_TEST_ENGINE_KIT_H
#define PERI_TEST_ENGINE_KIT_H

#include "engine/engine.h"

/* A folder of that name for files of the test; its path, borrowed until the next call. */
const char *engine_kit_folder(const char *name);

/* The run's first and last day, of October 2013. */
int engine_kit_days(peri_engine *engine, int first, int last, peri_error *err);

/* Add a US equity with the holes filled; COIN.csv of the folder, of days; days in New York's zone.
 */
int engine_kit_add_equity(peri_engine *engine, const char *ticker, peri_resolution resolution,
                          peri_normalization mode, peri_error *err);
int engine_kit_add_coin(peri_engine *engine, peri_error *err);
int engine_kit_add_days(peri_engine *engine, const char *ticker, peri_error *err);

/* Schedule a training of that name, for the engine's clock of each day. */
int engine_kit_train_now(peri_engine *engine, const char *name, peri_error *err);

/* Open an engine over a folder and run it. *engine is the caller's to close, also on failure; it is
   set before the strategy is called. */
int engine_kit_run(const char *folder, const peri_strategy *strategy, peri_engine **engine,
                   peri_result *result, peri_error *err);

/* The day of the month of the strategy's clock. */
int engine_kit_day(peri_engine *engine);

#endif
