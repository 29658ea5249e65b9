/*
 * Loads the library that is named, and finds in it what a JVM asks for: one line each, "ok NAME" or "not ok NAME: ...".
 * Run by GuardJudgementTest on an emulated aarch64, with the library that is checked in.
 */
#include <dlfcn.h>
#include <stdio.h>

static void find(void *library, const char *name, const char *symbol) {
  if (library && dlsym(library, symbol))
    printf("ok %s\n", name);
  else
    printf("not ok %s: %s\n", name, dlerror());
}

int main(int count, char **arguments) {
  void *library = count > 1 ? dlopen(arguments[1], RTLD_NOW) : NULL;
  find(library, "JNI_OnLoad", "JNI_OnLoad");
  find(library, "prepare", "Java_dev_perennial_agent_guard_NativeGuard_prepare");
  find(library, "start", "Java_dev_perennial_agent_guard_NativeGuard_start");
  return 0;
}
