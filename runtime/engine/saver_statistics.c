/* saver_statistics.c - statistics of the strategy's own, see saver_parts.h. Layer 5. */
#include <string.h>

#include "engine/engine_internal.h"
#include "engine/saver_parts.h"

static int put_rows(peri_engine *engine, const peri_custom_rows *rows, bool is_runtime, int64_t *id,
                    peri_error *err)
{
    int rc = PERI_OK;
    for (size_t i = 0; i < rows->n && rc == PERI_OK; i++) {
        peri_saved_statistic saved = {is_runtime, rows->rows[i]};
        peri_codec codec = peri_saver_begin_record(&engine->saver);
        peri_code_statistic(&codec, &saved);
        rc = peri_saver_put(&engine->saver, PERI_SAVED_STATISTIC, (*id)++, err);
    }
    return rc;
}

int peri_saver_put_statistics(peri_engine *engine, peri_error *err)
{
    int64_t id = 0;
    if (!engine->summary.changed && !engine->runtime.changed)
        return PERI_OK;
    const int rc = put_rows(engine, &engine->summary, false, &id, err);
    return rc == PERI_OK ? put_rows(engine, &engine->runtime, true, &id, err) : rc;
}

static int take(void *ctx, int64_t id, peri_codec *codec, peri_error *err)
{
    peri_engine *engine = ctx;
    peri_saved_statistic saved;
    const peri_custom_row *row = &saved.row;
    memset(&saved, 0, sizeof saved);
    peri_code_statistic(codec, &saved);
    if (!peri_codec_is_done(codec))
        return PERI_OK;
    const int rc =
        peri_custom_rows_set(saved.is_runtime ? &engine->runtime : &engine->summary, row->name,
                             strlen(row->name), row->text, strlen(row->text), err);
    return rc == PERI_EINVAL ? peri_saved_damaged(PERI_SAVED_STATISTIC, id, err) : rc;
}

int peri_saver_resume_statistics(peri_engine *engine, const peri_saved_head *head, peri_error *err)
{
    return peri_saved_each(engine->saver.db, PERI_SAVED_STATISTIC, head->statistics, take, engine,
                           err);
}
