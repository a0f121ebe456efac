/* value_place.c - grammar of value events, for writers. Layer 2. */
#include "store/value_place.h"

bool peri_value_place_in_object(const peri_value_place *place)
{
    return place->depth > 0 && place->is_object[place->depth - 1];
}

bool peri_value_place_follows(const peri_value_place *place)
{
    return place->depth > 0 && place->has_items[place->depth - 1];
}

int peri_value_place_key(peri_value_place *place, const char *codec, peri_error *err)
{
    if (!peri_value_place_in_object(place))
        return peri_fail(err, PERI_ESTATE, "%s: a key outside an object", codec);
    if (place->after_key)
        return peri_fail(err, PERI_ESTATE, "%s: a key follows a key, expected a value", codec);
    place->after_key = true;
    place->has_items[place->depth - 1] = true;
    return PERI_OK;
}

static int check_value(const peri_value_place *place, const char *codec, peri_error *err)
{
    if (place->depth == 0 && place->has_root)
        return peri_fail(err, PERI_ESTATE, "%s: a second value after the end of the document",
                         codec);
    if (peri_value_place_in_object(place) && !place->after_key)
        return peri_fail(err, PERI_ESTATE, "%s: a value in an object without its key", codec);
    return PERI_OK;
}

static void count_value(peri_value_place *place)
{
    place->after_key = false;
    if (place->depth == 0)
        place->has_root = true;
    else
        place->has_items[place->depth - 1] = true;
}

int peri_value_place_value(peri_value_place *place, const char *codec, peri_error *err)
{
    int rc = check_value(place, codec, err);
    if (rc == PERI_OK)
        count_value(place);
    return rc;
}

int peri_value_place_open(peri_value_place *place, bool is_object, const char *codec,
                          peri_error *err)
{
    int rc = check_value(place, codec, err);
    if (rc != PERI_OK)
        return rc;
    if (place->depth == PERI_VALUE_DEPTH)
        return peri_fail(err, PERI_ELIMIT, "%s: nested deeper than %d", codec, PERI_VALUE_DEPTH);
    count_value(place);
    place->is_object[place->depth] = is_object;
    place->has_items[place->depth] = false;
    place->depth++;
    return PERI_OK;
}

int peri_value_place_close(peri_value_place *place, bool is_object, const char *codec,
                           peri_error *err)
{
    const char *what = is_object ? "object" : "array";
    if (place->depth == 0 || place->is_object[place->depth - 1] != is_object)
        return peri_fail(err, PERI_ESTATE, "%s: the end of an %s that is not open", codec, what);
    if (place->after_key)
        return peri_fail(err, PERI_ESTATE, "%s: an object ends behind a key, expected a value",
                         codec);
    place->depth--;
    return PERI_OK;
}

int peri_value_place_end(const peri_value_place *place, const char *codec, peri_error *err)
{
    if (place->has_root && place->depth == 0)
        return PERI_OK;
    return peri_fail(err, PERI_ESTATE, "%s: the document ended with %d open, expected one value",
                     codec, place->depth);
}
