/* mem.h - the one door to the heap: counted, and able to fail on demand. Layer 0. */
#ifndef PERI_MEM_H
#define PERI_MEM_H

#include <stddef.h>
#include <stdint.h>

/* All return memory owned by the caller (peri_free), or NULL when there is none. Thread: any. */
void *peri_alloc(size_t size);
void *peri_calloc(size_t n, size_t size); /* zeroed; NULL also when n * size overflows */
void *peri_realloc(void *p, size_t size); /* p stays valid when NULL comes back */
void *peri_alloc_large(size_t size);      /* from 1 MB on in pages of 2 MB, where there are such */
char *peri_strdup(const char *text);
char *peri_strndup(const char *text, size_t len); /* len bytes and a terminator */

/* Give back memory of the calls above. NULL is allowed. */
void peri_free(void *p);

/* Of peri_grow, when there is too little room. */
int peri_grow_now(void **items, size_t *cap, size_t need, size_t size);

/*
 * Make room for one more item in a growing array.
 *
 * items  the array (may be NULL at first); moved when it grows
 * cap    items it has room for; updated
 * need   items it must have room for
 * size   bytes of an item, > 0
 *
 * Returns PERI_OK, or PERI_ENOMEM with everything as before. Growth doubles: amortised O(1). From 1
 * MB on an array lies in pages of 2 MB where the system has them.
 */
static inline int peri_grow(void **items, size_t *cap, size_t need, size_t size)
{
    return need <= *cap ? 0 /* PERI_OK */ : peri_grow_now(items, cap, need, size);
}

/* Give back the room beyond the first n items of such an array: the array itself where n is 0.
   Where that is refused the room stays, and nothing is lost. */
void peri_shrink(void **items, size_t *cap, size_t n, size_t size);

/* Tests: the nth allocation from now fails once (0: none does). */
void peri_mem_fail_at(long nth);

/* Tests: blocks handed out and not yet given back. */
int64_t peri_mem_live(void);

#endif
