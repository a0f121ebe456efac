/* test_lua_linear_model.c - the strategy goes on while a training's kernel computes. */
#include <signal.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "embedded.h"
#include "kernel_gate.h"
#include "lua_linear_model.h"
#include "lua_matrix.h"
#include "lua_numbers.h"
#include "seat_kit.h"

static const char source[] =
    "LinearRegression = require 'perigee.linear_model'.LinearRegression\n"
    "function data() X, y = {}, {} for i = 1, 2000 do\n"
    "  X[i] = {i % 7, i % 11, i * i % 13} y[i] = 3 + X[i][1] - 2 * X[i][2] + X[i][3] / 4 end end\n"
    "data()\n"
    "model, other = LinearRegression():fit({{1, 0, 0}, {2, 0, 0}}, {2, 4}), LinearRegression()\n"
    "function Train() model:fit(X, y) end\n"
    "function Other() other:fit(X, y) end\n"
    "function close(a, b) assert(math.abs(a - b) < 1e-9, a) end\n"
    "function is_old() close(model.coef_[1], 2) close(model:predict({{3, 0, 0}})[1], 6) end\n"
    "function is_new(m) close(m.coef_[1], 1) close(m.coef_[2], -2) close(m.intercept_, 3) end\n"
    "ticks = 0 function OnData() ticks = ticks + 1 is_old() X, y = {}, {} collectgarbage() end\n";

static int install(lua_State *L)
{
    peri_lua_numbers_open(L);
    peri_lua_matrix_open(L);
    peri_lua_linear_model_open(L);
    return 0;
}

static void open_kit(host_kit *kit)
{
    memset(kit, 0, sizeof *kit);
    peri_host_options options = host_kit_options(kit);
    options.find_module = peri_embedded_find_module;
    options.poll = seat_kit_needs_poll();
    options.wake_signal = options.poll ? 0 : SIGURG;
    CHECK_INT("opens", peri_host_open(&options, &kit->host, &kit->err), PERI_OK);
    CHECK_INT("installs", peri_host_protect(kit->host, install, NULL, &kit->err), PERI_OK);
    if (!CHECK_INT("loads", host_kit_run(kit, source), PERI_OK))
        CHECK_STR("loads", kit->err.text, "");
}

/* The strategy's turn: enter, run a chunk, leave. */
static void visit(host_kit *kit, const char *chunk)
{
    peri_seat *seat = peri_host_main_seat(kit->host);
    peri_seat_enter(seat);
    if (host_kit_run(kit, chunk) != PERI_OK)
        CHECK_STR(chunk, kit->err.text, "");
    peri_seat_leave(seat);
}

static void leave(const host_kit *kit)
{
    peri_seat_leave(peri_host_main_seat(kit->host));
}

static void enter(const host_kit *kit)
{
    peri_seat_enter(peri_host_main_seat(kit->host));
}

/* Load a chunk; while its Train runs to its end, the strategy calls its change() again and again.
 */
static void train_while_changing(host_kit *kit, const char *chunk)
{
    seat_run run;
    CHECK_INT("loads", host_kit_run(kit, chunk), PERI_OK);
    seat_run_begin(&run, kit, "Train");
    leave(kit);
    while (!atomic_load(&run.done)) {
        visit(kit, "change()");
        seat_kit_rest(200);
    }
    seat_run_end(&run);
    CHECK_INT("trained", run.rc, PERI_OK);
    CHECK_STR("undisturbed", run.err.text, "");
    enter(kit);
}

SUITE(linear_model_lets_go)
{
    host_kit kit;
    seat_run run;
    open_kit(&kit);
    kernel_gate_close();
    seat_run_begin(&run, &kit, "Train");
    leave(&kit);
    CHECK("the kernel computes", kernel_gate_wait(1));
    for (int i = 0; i < 20; i++)
        visit(&kit, "OnData()");
    CHECK("and still does", !atomic_load(&run.done));
    kernel_gate_open();
    seat_run_end(&run);
    CHECK_INT("fitted", run.rc, PERI_OK);
    enter(&kit);
    host_kit_prints(&kit, "by the data of its beginning", "is_new(model) print(ticks)", "20\n");
    host_kit_close(&kit);
}

/* What the strategy does to the matrices a kernel computes on, it does to a copy. */
SUITE(linear_model_matrix_that_changes)
{
    static const char turned[] =
        "matrix = require 'perigee.matrix'\n"
        "X, y = matrix.Matrix(X), (function() local c = {} for i = 1, #y do c[i] = {y[i]} end\n"
        "  return matrix.Matrix(c) end)()\n"
        "function turn(s) for i = 1, #X do X:set_row(i, {i * s, 1, s}) y:set(i, 1, s) end\n"
        "  collectgarbage() end\n"
        "function is(s) assert(X:get(2000, 1) == 2000 * s and y:get(7, 1) == s) end";
    host_kit kit;
    seat_run run;
    open_kit(&kit);
    CHECK_INT("turns", host_kit_run(&kit, turned), PERI_OK);
    kernel_gate_close();
    seat_run_begin(&run, &kit, "Train");
    leave(&kit);
    CHECK("the kernel computes", kernel_gate_wait(1));
    visit(&kit, "turn(3) is(3)");
    visit(&kit, "turn(-4) is(-4) is_old()");
    kernel_gate_open();
    seat_run_end(&run);
    CHECK_INT("fitted", run.rc, PERI_OK);
    enter(&kit);
    host_kit_prints(&kit, "by the data of its beginning",
                    "is_new(model) is(-4) turn(5) is(5) print(1)", "1\n");
    host_kit_close(&kit);
}

/* What is read while others write is one state of the matrix, never a mixture; long rows, since
   they are pushed in pieces. */
SUITE(linear_model_matrix_read_while_it_changes)
{
    static const char reading[] =
        "M = require 'perigee.matrix'.zeros(40, 3000)\n"
        "value, seen = 0, 0\n"
        "function change() value = value + 1 local row = {}\n"
        "  for j = 1, 3000 do row[j] = value end\n"
        "  for i = 1, 40 do M:set_row(i, row) end end\n"
        "function same(row, first) for j = 1, #row do\n"
        "  if row[j] ~= first then error('a mixture: ' .. row[j] .. ' "
        "beside ' .. first) end end end\n"
        "function Train() while value < 30 do\n"
        "  local list = M:tolist() assert(#list == 40)\n"
        "  for i = 1, 40 do same(list[i], list[1][1]) end\n"
        "  local row = M:row(7) same(row, row[1]) seen = seen + 1 end end";
    host_kit kit;
    open_kit(&kit);
    train_while_changing(&kit, reading);
    host_kit_prints(&kit, "read and changed", "print(value >= 30 and M:get(40, 3000) == value)",
                    "true\n");
    host_kit_close(&kit);
}

/* OpenBLAS without threads gives two callers the same work space, so the second one waits, without
   the Lua state. */
SUITE(linear_model_two_at_once)
{
    host_kit kit;
    seat_run a, b;
    open_kit(&kit);
    kernel_gate_close();
    seat_run_begin(&a, &kit, "Train");
    seat_run_begin(&b, &kit, "Other");
    leave(&kit);
    CHECK("a kernel computes", kernel_gate_wait(1));
    CHECK("the other one waits", kernel_gate_is_kept_by_one());
    visit(&kit, "OnData()");
    kernel_gate_open();
    seat_run_end(&a);
    seat_run_end(&b);
    CHECK_INT("fitted", a.rc, PERI_OK);
    CHECK_INT("fitted, too", b.rc, PERI_OK);
    enter(&kit);
    host_kit_prints(&kit, "both", "is_new(model) is_new(other) print(ticks)", "1\n");
    host_kit_close(&kit);
}

/* A cancelled training ends, but not before its kernel has returned, and gives back its memory. */
SUITE(linear_model_cancelled)
{
    int64_t before = peri_mem_live();
    host_kit kit;
    seat_run run;
    open_kit(&kit);
    kernel_gate_close();
    seat_run_begin(&run, &kit, "Train");
    leave(&kit);
    CHECK("the kernel computes", kernel_gate_wait(1));
    peri_seat_interrupt(run.seat, PERI_EINTERRUPT, "enough");
    visit(&kit, "OnData()");
    CHECK("it waits for the kernel", !atomic_load(&run.done));
    kernel_gate_open();
    seat_run_end(&run);
    CHECK_INT("cancelled", run.rc, PERI_EINTERRUPT);
    CHECK_HAS("says why", run.err.text, "enough");
    enter(&kit);
    host_kit_prints(&kit, "the model stays", "is_old() print(ticks)", "1\n");
    host_kit_close(&kit);
    CHECK_INT("nothing is left", peri_mem_live(), before);
}

/* Nor does it hold its matrix any longer: a change afterwards copies nothing. */
SUITE(linear_model_cancelled_with_a_matrix)
{
    host_kit kit;
    seat_run run;
    open_kit(&kit);
    CHECK_INT("a matrix", host_kit_run(&kit, "X = require 'perigee.matrix'.Matrix(X)"), PERI_OK);
    kernel_gate_close();
    seat_run_begin(&run, &kit, "Train");
    leave(&kit);
    CHECK("the kernel computes", kernel_gate_wait(1));
    peri_seat_interrupt(run.seat, PERI_EINTERRUPT, "enough");
    kernel_gate_open();
    seat_run_end(&run);
    CHECK_INT("cancelled", run.rc, PERI_EINTERRUPT);
    enter(&kit);
    host_kit_prints(&kit, "in place",
                    "collectgarbage() local before = collectgarbage('count') X:set(1, 1, 5)\n"
                    "print(X:get(1, 1), collectgarbage('count') - before < 2000 * 3 * 8 / 1024)",
                    "5.0\ttrue\n");
    host_kit_close(&kit);
}

/* While a training reads X, the strategy changes it: the fit is one of numbers, or refuses. */
SUITE(linear_model_data_that_change)
{
    static const char trained[] =
        "function Train() fits, refusals = 0, 0\n"
        "  for i = 1, 60 do\n"
        "    local ok, text = pcall(model.fit, model, X, y)\n"
        "    if ok then fits = fits + 1 assert(#model.coef_ >= 1 and #model.coef_ <= 3)\n"
        "    else refusals = refusals + 1\n"
        "      assert(text:find('LinearRegression.fit: [Xy]'), text) end end end\n"
        "function change() for _ = 1, 20 do local i = math.random(2000)\n"
        "  X[i] = ({{1, 2, 3}, {1, 2}, {}, 7, {i, 'x', 2}, {i, i % 3, 2}})[math.random(6)]\n"
        "  X[1 + i] = nil y[i] = ({i, 'x', false})[math.random(3)] end\n"
        "  if math.random(2) == 1 then data() end end";
    host_kit kit;
    open_kit(&kit);
    train_while_changing(&kit, trained);
    host_kit_prints(&kit, "each was one or the other", "print(fits + refusals)", "60\n");
    host_kit_close(&kit);
}

SUITE(linear_model_no_memory)
{
    host_kit kit;
    open_kit(&kit);
    for (long nth = 1; nth < 40; nth++) {
        peri_mem_fail_at(nth);
        int rc = host_kit_run(&kit, "local X, y = {{1}, {2}}, {2, 4} local m = LinearRegression() "
                                    "local M = require 'perigee.matrix'.Matrix "
                                    "local ok, text = pcall(m.fit, m, X, y) "
                                    "if ok then ok, text = pcall(m.fit, m, M(X), y) end "
                                    "print(ok or text:match('no memory'))");
        peri_mem_fail_at(0);
        if (rc == PERI_OK)
            CHECK("fits, or says no memory",
                  strcmp(kit.printed, "true\n") == 0 || strcmp(kit.printed, "no memory\n") == 0);
    }
    host_kit_prints(&kit, "goes on", "is_old() print(1)", "1\n");
    host_kit_close(&kit);
}
