/* test_live_kill.c - a live run whose processes are killed at any moment ends as one that was not,
 * and sends no order twice.
 *
 * What a process does within a step is lost with it when it dies before the step is saved: the next
 * process does that step again, so OnOrderEvent may tell of the same change once more, with the
 * same content. Of a step that was saved nothing is told again. Both are checked here.
 */
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "live_kit.h"
#include "time/civil.h"

enum {
    KILLS = 50,
    MOST_PROCESSES = 1000,
    MOST_RUNS = 50,
    LINES = 4000
};

/* Decides by indicators, positions and time alone: its variables begin anew in each process. */
static const char STRATEGY[] =
    "local function has(data, ticker)\n"
    "  return Securities.ContainsKey(ticker) and data:ContainsKey(ticker)\n"
    "end\n"
    "function Initialize()\n"
    "  SetStartDate(2013, 10, 1) SetEndDate(2013, 12, 20) SetCash(100000)\n"
    "  SetWarmUp(3)\n"
    "  wave = AddEquity('WAVE', Resolution.Daily)\n"
    "  day = AddEquity('DAY', Resolution.Daily)\n"
    "  coin = AddData('coin', Resolution.Daily)\n"
    "  coin:SetFeeModel(ConstantFeeModel(0.5))\n"
    "  fast, slow, power = SMA(wave, 3), EMA(wave, 8), RSI(wave, 5)\n"
    "  coins = SMA(coin, 4)\n"
    "  local function at(name, dates, hour, fn)\n"
    "    Schedule.On(name, dates, TimeRules.At(hour, 0), function() if not IsWarmingUp then fn() "
    "end end)\n"
    "  end\n"
    "  at('monday', DateRules.Every(DayOfWeek.Monday), 9, function()\n"
    "    if Securities.ContainsKey('DAY') and Securities['DAY'].HasData then MarketOrder('DAY', 3, "
    "'monday') end\n"
    "  end)\n"
    "  at('noon', DateRules.EveryDay(), 12, function()\n"
    "    if coins.IsReady and coin.Price > coins.Value then MarketOrder(coin, 7, 'noon') end\n"
    "    Plot('noon', 'cash', Portfolio.Cash)\n"
    "  end)\n"
    "  at('add', DateRules.On(2013, 10, 11), 20, function() AddEquity('SPARSE', Resolution.Daily) "
    "end)\n"
    "  at('hours', DateRules.On(2013, 11, 1), 10, function()\n"
    "    AddData('HOUR', Resolution.Hour, 'America/Chicago', false, "
    "3):SetFeeModel(ConstantFeeModel(2))\n"
    "  end)\n"
    "  at('remove', DateRules.On(2013, 11, 12), 10, function() RemoveSecurity('DAY') end)\n"
    "  at('again', DateRules.On(2013, 11, 19), 20, function() AddEquity('DAY', Resolution.Daily) "
    "end)\n"
    "  at('no hours', DateRules.On(2013, 11, 20), 11, function() RemoveSecurity('HOUR') end)\n"
    "  Train('fit', DateRules.EveryDay(), TimeRules.At(8, 0), function()\n"
    "    local sum = 0\n"
    "    for i = 1, 2000 do sum = sum + i end\n"
    "    Training.Publish(function() model = sum end)\n"
    "  end)\n"
    "end\n"
    "function OnData(data)\n"
    "  if IsWarmingUp then return end\n"
    "  if power.IsReady and data:ContainsKey(wave) then\n"
    "    SetHoldings(wave, fast > slow and 0.4 or power.Value > 55 and -0.2 or 0, false, 'power')\n"
    "    Plot('power', power.Value) Plot('average', 'fast', fast.Value)\n"
    "  end\n"
    "  if has(data, 'SPARSE') then\n"
    "    MarketOrder('SPARSE', Time.Day % 3 == 0 and -5 or 4, 'sparse')\n"
    "    Plot('late', 'sparse', data['SPARSE'].Close)\n"
    "  end\n"
    "  if has(data, 'HOUR') and Time.Hour % 5 == 0 then MarketOrder('HOUR', 2, 'hour') end\n"
    "end\n"
    "function OnOrderEvent(event) Log('E ' .. tostring(UtcTime) .. ' ' .. tostring(event)) end\n"
    "function OnEndOfDay(symbol) Plot('evening', tostring(symbol), Portfolio.Cash) end\n"
    "function OnWarmupFinished()\n"
    "  Schedule.On('close', DateRules.EveryDay('WAVE'), TimeRules.At(16, 0), function()\n"
    "    if Time.Day % 4 == 0 and coin.HasData then MarketOrder(coin, 1, 'close') end\n"
    "  end)\n"
    "end\n"
    "function OnEndOfAlgorithm() Log('the end') Plot('end', 'value', "
    "Portfolio.TotalPortfolioValue) end\n";

/* Bars with a hole that must not be filled for one who added the symbol within it. */
static const char SPARSE[] = "date,open,high,low,close,volume\n2013-10-09,20,21,19,20,10\n"
                             "2013-10-10,20,21,19,20.5,10\n2013-10-11,21,22,20,21,10\n"
                             "2013-10-17,22,23,21,22,10\n2013-10-18,22,23,21,22.5,10\n"
                             "2013-10-23,23,24,22,23,10\n2013-11-04,24,25,23,24.5,10\n"
                             "2013-11-12,25,26,24,25,10\n2013-12-10,26,27,25,26,10\n";

static void copy_data(const char *name)
{
    char from[128], to[128];
    snprintf(from, sizeof from, "tests/data/%s.csv", name);
    snprintf(to, sizeof to, "livedata/%s.csv", name);
    char *text = live_kit_text(from);
    check_write(to, text, (long)strlen(text));
    free(text);
}

static const char *data_folder(void)
{
    static char folder[LIVE_KIT_PATH];
    static const char *const names[] = {"WAVE", "DAY", "coin", "HOUR"};
    if (folder[0] != '\0')
        return folder;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        copy_data(names[i]);
    check_write("livedata/SPARSE.csv", SPARSE, (long)sizeof SPARSE - 1);
    snprintf(folder, sizeof folder, "%s/livedata", check_tmp());
    return folder;
}

/* -- the uninterrupted run ------------------------------------------------------------------ */

/* A run's report without trainings, and its log as lines (borrowed from text). */
struct record {
    char *report, *text;
    char *lines[LINES];
    int line_n;
};

static void split(struct record *record)
{
    record->line_n = 0;
    for (char *line = record->text; *line && record->line_n < LINES;) {
        char *end = strchr(line, '\n');
        if (end != line)
            record->lines[record->line_n++] = line;
        if (!end)
            break;
        *end = '\0';
        line = end + 1;
    }
}

static void read_record(struct record *record, const live_kit *kit)
{
    record->report = live_kit_text(kit->report);
    record->text = live_kit_text(kit->log);
    live_kit_cut_trainings(record->report);
    split(record);
}

static void free_record(struct record *record)
{
    free(record->report);
    free(record->text);
}

/* Returns how many us it took, 0: it failed. */
static int64_t run_whole(struct record *out, const char *name, int trainers)
{
    live_kit kit;
    live_kit_init(&kit, name, STRATEGY);
    kit.data = data_folder();
    kit.trainers = trainers;
    int64_t began = peri_clock_monotonic(NULL);
    live_kit_end end = live_kit_run(&kit);
    int64_t took = peri_clock_monotonic(NULL) - began;
    read_record(out, &kit);
    if (!CHECK_INT("the uninterrupted run ends", end, LIVE_KIT_ENDED))
        printf("     %s\n", out->report);
    return end == LIVE_KIT_ENDED ? took / 1000 : 0;
}

/* -- the same, killed ----------------------------------------------------------------------- */

static bool is_event(const char *line)
{
    return strncmp(line, "E ", 2) == 0;
}

/* The process reached the end of the data and had forgotten the run when it was killed. */
static bool has_ended(const live_kit *kit)
{
    char *log = live_kit_text(kit->log);
    const char *last = log;
    for (const char *mark = strstr(log, "K "); mark; mark = strstr(mark + 1, "\nK "))
        last = mark;
    bool ended = strstr(last, "the end\n") != NULL;
    free(log);
    return ended;
}

/* The marks that the parent puts behind what a killed process logged: "K <saved clock>", or
   "K ~" when it was the end. Returns whether the run goes on. */
static bool mark_kill(const live_kit *kit)
{
    peri_saved_head head;
    char when[PERI_TIME_TEXT] = "";
    bool is_saved = live_kit_saved(kit, &head), goes_on = is_saved || !has_ended(kit);
    if (is_saved)
        peri_time_format(head.clock_ns, when);
    else if (!goes_on)
        snprintf(when, sizeof when, "~");
    FILE *log = fopen(kit->log, "ab");
    if (log) {
        fprintf(log, "\nK %s\n", when); /* a kill may have cut the last line short */
        fclose(log);
    }
    return goes_on;
}

/* How far the process that logged `lines` from `from` on came: the next mark; "~": to the end. */
static const char *saved_by(const struct record *killed, int from)
{
    for (int i = from; i < killed->line_n; i++)
        if (strncmp(killed->lines[i], "K ", 2) == 0)
            return killed->lines[i] + 2;
    return "~";
}

/* An event's time is compared with the clock that was saved, both as text in UTC. */
static bool is_until(const char *event, const char *saved)
{
    return strncmp(event + 2, saved, strlen("2013-10-01 00:00:00")) <= 0;
}

/* Whether a line of the uninterrupted run begins with these bytes. */
static bool occurs(const struct record *whole, const char *line, size_t len)
{
    for (int i = 0; i < whole->line_n; i++)
        if (strncmp(whole->lines[i], line, len) == 0)
            return true;
    return false;
}

/* The last line of a process, cut short by its end. */
static bool is_cut(const struct record *whole, const struct record *killed, int at)
{
    const char *line = killed->lines[at];
    bool is_last = at + 1 < killed->line_n && killed->lines[at + 1][0] == 'K';
    return is_last && !occurs(whole, line, strlen(line) + 1) && occurs(whole, line, strlen(line));
}

/* Events of saved steps, over all processes, are those of the uninterrupted run; others too, and
   they come again. */
static void check_events(const struct record *whole, const struct record *killed)
{
    const char *saved = saved_by(killed, 0), *before = "";
    int at = 0, wrong = 0, early = 0, unknown = 0;
    for (int i = 0; i < killed->line_n; i++) {
        const char *line = killed->lines[i];
        if (line[0] == 'K') {
            before = line + 2;
            saved = saved_by(killed, i + 1);
        }
        if (!is_event(line) || is_cut(whole, killed, i))
            continue;
        early += *before && is_until(line, before); /* of a step that was saved before */
        if (!occurs(whole, line, strlen(line) + 1)) {
            unknown++;
            printf("     told again otherwise: %s\n", line);
        }
        if (!is_until(line, saved))
            continue;
        while (at < whole->line_n && !is_event(whole->lines[at]))
            at++;
        wrong += at >= whole->line_n || strcmp(whole->lines[at], line) != 0;
        at++;
    }
    while (at < whole->line_n && !is_event(whole->lines[at]))
        at++;
    CHECK_INT("no event of a saved step is told again", early, 0);
    CHECK_INT("what is told again is as it was", unknown, 0);
    CHECK_INT("saved events are those of the uninterrupted run", wrong, 0);
    CHECK_INT("and all of them", at, whole->line_n);
}

static void check_report(const struct record *whole, const struct record *killed, live_kit_end end)
{
    CHECK_INT("it ends", end, LIVE_KIT_ENDED);
    CHECK_STR("the report is that of the uninterrupted run", killed->report, whole->report);
}

/* One run, killed until it ends: from outside within most_us, else (NULL) at a look at the clock.
   Returns how often. */
static int run_killed(const struct record *whole, live_kit *kit, check_rng *rng, int64_t *most_us)
{
    struct record killed;
    live_kit_end end = LIVE_KIT_KILLED;
    int kills = 0;
    bool goes_on = true;
    while (goes_on && end == LIVE_KIT_KILLED && kills < MOST_PROCESSES) {
        if (most_us)
            kit->kill_us = check_random_in(rng, 1, *most_us);
        else
            kit->kill_at = (long)check_random_in(rng, 1, 60);
        end = live_kit_run(kit);
        if (most_us) /* so that it is killed some times before it ends, however fast it is */
            *most_us = end == LIVE_KIT_KILLED ? *most_us * 9 / 8 + 1 : *most_us / 2 + 1;
        if (end == LIVE_KIT_KILLED) {
            kills++;
            goes_on = mark_kill(kit);
        }
    }
    read_record(&killed, kit);
    if (goes_on)
        check_report(whole, &killed, end);
    check_events(whole, &killed);
    peri_saved_head head;
    CHECK("a run that ended is forgotten", !live_kit_saved(kit, &head));
    free_record(&killed);
    return kills;
}

/* Whole runs until there were enough kills. */
static void kill_often(const char *name, int trainers, bool by_parent, uint64_t seed)
{
    struct record whole;
    check_rng rng = {seed};
    char folder[64];
    snprintf(folder, sizeof folder, "%s_whole", name);
    int64_t took_us = run_whole(&whole, folder, trainers), most_us = took_us / 2 + 1;
    int kills = 0, runs = 0;
    while (took_us > 0 && kills < KILLS && runs < MOST_RUNS) {
        live_kit kit;
        snprintf(folder, sizeof folder, "%s_%d", name, ++runs);
        live_kit_init(&kit, folder, STRATEGY);
        /* the report names the strategy's file */
        snprintf(kit.strategy, sizeof kit.strategy, "%s/live_%s_whole/strategy.lua", check_tmp(),
                 name);
        kit.data = data_folder();
        kit.trainers = trainers;
        kills += run_killed(&whole, &kit, &rng, by_parent ? &most_us : NULL);
    }
    printf("live_kill %s: seed %llu, %d kills in %d runs\n", name, (unsigned long long)seed, kills,
           runs);
    CHECK("enough kills", kills >= KILLS);
    free_record(&whole);
}

SUITE(live_kill_at_a_look_at_the_clock)
{
    kill_often("looks", 1, false, 20261129);
}

SUITE(live_kill_from_outside)
{
    kill_often("outside", 2, true, 20261130);
}
