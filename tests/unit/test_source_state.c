/* test_source_state.c - how old the times of a file must be to vouch for its bytes. */
#include "check.h"
#include "market/source_state.h"
#include "time/civil.h"

#define MILLISECOND (PERI_SECOND / 1000)

/* The state of a file whose sum was taken so long after its last change, and is another one's: who
   believes the times does not see it. */
static peri_source_match compare_at_age(const char *path, int64_t age_ms)
{
    peri_source_state was = {0}, now;
    CHECK("there", peri_source_look(path, &was));
    const int64_t last = was.modified_ns > was.changed_ns ? was.modified_ns : was.changed_ns;
    was.sum = 1;
    was.checked_ns = last + age_ms * MILLISECOND;
    return peri_source_compare(path, &was, &now);
}

SUITE(source_state_believes_no_young_times)
{
    const char *path = check_write("aged.csv", "12345", 5);
    CHECK_INT("summed before", compare_at_age(path, -1), PERI_SOURCE_OTHER);
    CHECK_INT("at once", compare_at_age(path, 0), PERI_SOURCE_OTHER);
    CHECK_INT("within a tick of the clock", compare_at_age(path, 1), PERI_SOURCE_OTHER);
    CHECK_INT("within FAT's two seconds", compare_at_age(path, 2000), PERI_SOURCE_OTHER);
    CHECK_INT("three seconds", compare_at_age(path, 3000), PERI_SOURCE_OTHER);
    CHECK_INT("and a bit", compare_at_age(path, 3001), PERI_SOURCE_SAME);
}

SUITE(source_state_sums_what_is_young)
{
    const char *path = check_write("young.csv", "12345", 5);
    peri_source_state was = {0}, now;
    CHECK("there", peri_source_look(path, &was) && peri_source_sum_up(path, &was));
    was.checked_ns = was.changed_ns + PERI_SECOND;
    CHECK("the same bytes", peri_source_compare(path, &was, &now) != PERI_SOURCE_OTHER);
    CHECK("the same sum", now.sum == was.sum);
    was.checked_ns = INT64_MIN;
    CHECK_INT("never summed", peri_source_compare(path, &was, &now), PERI_SOURCE_OTHER);
}
