/*
 * What guard.c makes of the signs: one line for each scene, "ok NAME" or "not ok NAME: ..."; exits with 1 if one is
 * not ok. Run by GuardJudgementTest where there is a compiler.
 */
#include "../../main/c/guard.c"

#include <stdio.h>

/* The same in each look of the last twelve seconds, but for the last ones where a number of looks is given. */
struct scene {
  const char *name;
  int wanted;                            /* kinds */
  int fill;                              /* thousandths */
  int refused;                           /* the last so many looks */
  int paused, collections;               /* thousandths of the time; number in a second */
  int cycling, cycles;                   /* the same of what goes on beside the application */
  int beat_stands, turn_stands;          /* looks */
  int no_file, no_thread, no_metaspace;  /* the last so many looks */
  int looks;                             /* 0: all */
};

#define TWELVE_SECONDS (12 * SECOND)

static const struct scene scenes[] = {
  {"health", 0, .fill = 600, .paused = 50, .collections = 5},
  {"a full heap, and nobody is refused anything", 0, .fill = 990, .paused = 500, .collections = 5},
  {"a full heap, and refusals for a second", HEAP, .fill = 900, .refused = SECOND},
  {"a full heap, and refusals for less than that", 0, .fill = 900, .refused = SECOND - 1},
  {"refusals of arrays too large for a heap that is not full", 0, .fill = 400, .refused = TWELVE_SECONDS},
  {"a refusal, and collections most of the time", HEAP, .fill = 900, .refused = 1, .paused = 850, .collections = 2},
  {"a refusal, and one long collection", 0, .fill = 900, .refused = 1, .paused = 850},
  {"hardly anything but collections", COLLECTING, .fill = 900, .paused = 950, .collections = 2},
  {"hardly anything but collections, of a heap that is not full", 0, .fill = 700, .paused = 950, .collections = 2},
  {"hardly anything but collections, for less than eight seconds", 0, .fill = 900, .paused = 950, .collections = 2,
   .looks = 8 * SECOND},
  {"one collection that takes long", 0, .fill = 900, .paused = 1000},
  {"Java stands still, as under a debugger", 0, .fill = 900, .beat_stands = 6 * SECOND},
  {"Java stands still and collects, as for a heap dump", 0, .fill = 900, .paused = 600, .collections = 1,
   .beat_stands = 6 * SECOND},
  {"Java stands still and collects, and was refused memory", HEAP, .fill = 900, .refused = 1, .paused = 300,
   .collections = 1, .beat_stands = 6 * SECOND},
  {"cycle after cycle beside a program that is served", 0, .fill = 970, .cycling = 1000, .cycles = 25},
  {"cycle after cycle, and a refusal", STALLING, .fill = 970, .refused = 1, .cycling = 1000, .cycles = 25},
  {"cycle after cycle, and the agent waits for memory", STALLING, .fill = 970, .cycling = 1000, .cycles = 1,
   .turn_stands = 8 * SECOND},
  {"cycle after cycle, and the agent waits for its cluster", 0, .fill = 970, .cycling = 1000, .cycles = 1,
   .turn_stands = 6 * SECOND},
  {"cycle after cycle, and room, and the agent waits", 0, .fill = 900, .cycling = 1000, .cycles = 1,
   .turn_stands = 8 * SECOND},
  {"a cycle now and then, and the agent waits", 0, .fill = 970, .cycling = 500, .cycles = 1, .turn_stands = 8 * SECOND},
  {"no descriptor for four seconds", FILES, .fill = 500, .no_file = 4 * SECOND},
  {"no descriptor for three", 0, .fill = 500, .no_file = 3 * SECOND},
  {"no thread for a second", THREADS, .fill = 500, .no_thread = SECOND},
  {"no thread for less", 0, .fill = 500, .no_thread = SECOND - 1},
  {"no metaspace, four times", METASPACE, .fill = 500, .no_metaspace = 4},
  {"no metaspace, three times", 0, .fill = 500, .no_metaspace = 3},
  {"all of it", HEAP | METASPACE | THREADS | FILES | COLLECTING, .fill = 990, .refused = TWELVE_SECONDS, .paused = 990,
   .collections = 3, .no_file = TWELVE_SECONDS, .no_thread = TWELVE_SECONDS, .no_metaspace = TWELVE_SECONDS},
};

static void show(const struct scene *scene) {
  int n = scene->looks != 0 ? scene->looks : TWELVE_SECONDS;
  taken = 0;
  for (int i = 0; i < n; i++) {
    int left = n - i; /* looks to come, this one included */
    struct look *look = &looks[taken++ % KEPT];
    *look = (struct look){0};
    look->at = i * LOOK_NANOS;
    look->gc_nanos = look->at * scene->paused / 1000;
    look->gc_count = i * scene->collections / SECOND;
    look->cycle_millis = look->at / 1000000 * scene->cycling / 1000;
    look->cycles = i * scene->cycles / SECOND;
    look->fill = left <= scene->beat_stands ? -1 : scene->fill;
    look->heap = left <= scene->refused;
    look->metaspace = left <= scene->no_metaspace;
    look->no_file = left <= scene->no_file;
    look->no_thread = left <= scene->no_thread;
  }
  seen_beat = seen_turn = 1;
  beat_stands = scene->beat_stands;
  turn_stands = scene->turn_stands;
  last_fill = scene->fill;
}

static int tell(const char *name, int wanted) {
  int kinds = judge();
  if (kinds == wanted) {
    printf("ok %s\n", name);
  } else {
    printf("not ok %s: kinds %d, wanted %d\n", name, kinds, wanted);
  }
  return kinds != wanted;
}

int main(void) {
  int wrong = 0;
  for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++) {
    show(&scenes[i]);
    wrong += tell(scenes[i].name, scenes[i].wanted);
  }
  show(&(struct scene){.fill = 990, .refused = TWELVE_SECONDS});
  seen_beat = 0;
  wrong += tell("a full heap before Java has agreed to anything", 0);
  return wrong != 0;
}
