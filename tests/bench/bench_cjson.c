/* bench_cjson.c - what cJSON alone needs for a matrix. */
#include "bench_store.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

static cJSON *make_matrix(int side)
{
    unsigned long state = 1;
    cJSON *matrix = cJSON_CreateArray();
    for (int i = 0; i < side; i++) {
        cJSON *row = cJSON_CreateArray();
        for (int j = 0; j < side; j++) {
            bench_store_next(&state, 2);
            double value = (double)(state >> 11) * 0x1p-53;
            cJSON_AddItemToArray(row, cJSON_CreateNumber(value));
        }
        cJSON_AddItemToArray(matrix, row);
    }
    return matrix;
}

int bench_cjson(int side, int rounds)
{
    double print_s = 1e9, parse_s = 1e9;
    cJSON *matrix = make_matrix(side);
    for (int i = 0; i < rounds; i++) {
        double began = bench_store_now();
        char *text = cJSON_PrintUnformatted(matrix);
        double printed = bench_store_now();
        cJSON *back = cJSON_Parse(text);
        double parsed = bench_store_now();
        if (!back)
            return 1;
        cJSON_Delete(back);
        free(text);
        print_s = printed - began < print_s ? printed - began : print_s;
        parse_s = parsed - printed < parse_s ? parsed - printed : parse_s;
    }
    cJSON_Delete(matrix);
    printf("print_ms=%.1f parse_ms=%.1f\n", print_s * 1e3, parse_s * 1e3);
    return 0;
}
