package dev.perennial.bench.wild;

import dev.perennial.bench.wild.Setup.Limits;
import dev.perennial.bench.wild.Setup.Program;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** All rows of the table, in order. */
final class WildCases {
  private static final List<String> FOUR = List.of("G1", "Z", "Parallel", "Serial");
  private static final int IDLE_SECONDS = 120;
  private static final int IDLE_IN_GROUP_SECONDS = 180;
  private static final int LIFE_SECONDS = 420;
  private static final int SLOW_LIFE_SECONDS = 2400;
  private static final String ALONE = "left alone";

  private final WildOptions options;
  private final Path java;
  private final List<WildCase> all = new ArrayList<>();

  private WildCases(WildOptions options) {
    this.options = options;
    this.java = options.javas.get(0);
  }

  static List<WildCase> of(WildOptions options) throws IOException, InterruptedException {
    WildCases cases = new WildCases(options);
    cases.withoutLimit();
    cases.fillings();
    cases.leaks();
    cases.failures();
    for (Path each : options.javas) {
      cases.all.addAll(WildSpirals.on(each));
    }
    cases.all.removeIf(row -> !options.only.matcher(row.name()).find());
    return cases.all;
  }

  private void add(
      String name,
      String before,
      String must,
      Expected expected,
      Setup setup,
      String words,
      int seconds) {
    all.add(
        new WildCase(name, before, must, expected, setup, Pattern.compile(words), seconds, java));
  }

  private void idle(String name, String before, String vm, Limits limits) {
    boolean group = limits.mib() > 0;
    add(
        "idle Tomcat, " + name,
        before,
        group ? "left alone, and STABLE" : ALONE,
        group ? Expected.STABLE : Expected.LEFT_ALONE,
        new Setup(Program.TOMCAT, "", vm, Setup.ACTS, false, limits),
        "",
        group ? IDLE_IN_GROUP_SECONDS : IDLE_SECONDS);
  }

  private void withoutLimit() {
    String before = "CRITICAL after 32 to 34 s";
    idle("heap above the machine's memory", before, "-Xmx" + moreThanThereIs() + "m", Limits.USUAL);
    idle(
        "no compressed class pointers",
        before,
        "-Xmx256m -XX:-UseCompressedClassPointers",
        Limits.USUAL);
    idle("no limit on processes and files", before, "-Xmx256m", Limits.NONE);
    idle(
        "400 MiB, -Xmx320m", "CRITICAL after 53 s, restarted at 115 s", "-Xmx320m", Limits.MIB_400);
    idle("512 MiB, 75 % heap", "SUSPECT for ever", "-XX:MaxRAMPercentage=75", Limits.MIB_512);
  }

  private static long moreThanThereIs() {
    com.sun.management.OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return (system.getTotalMemorySize() >> 20) + 2048;
  }

  private void fillings() {
    for (String collector : FOUR) {
      add(
          "cache fills to 55 %, " + collector,
          collector.equals("Parallel")
              ? "CRITICAL"
              : collector.equals("Serial") ? "not tried" : "UNSTABLE just after it was full",
          ALONE,
          Expected.LEFT_ALONE,
          own("cache", "-Xmx128m -XX:+Use" + collector + "GC", Setup.ACTS),
          "",
          options.healthySeconds);
    }
    add(
        "javac in a loop, Serial",
        "UNSTABLE at 31 s for 9 s",
        ALONE,
        Expected.LEFT_ALONE,
        new Setup(
            Program.COMPILER, "", "-Xmx256m -XX:+UseSerialGC", Setup.ACTS, false, Limits.USUAL),
        "",
        IDLE_SECONDS);
  }

  private static Setup own(String work, String vm, String settings) {
    return new Setup(Program.OWN, work, vm, settings, false, Limits.USUAL);
  }

  /**
   * A leak, fast or slow.
   *
   * @param most what it takes a twentieth of a second, or the shop a second, when it is fast
   * @param least and when it is slow
   */
  private void leak(
      String name,
      String before,
      Program program,
      String kind,
      int most,
      int least,
      String vm,
      String words) {
    boolean slow = options.longLives;
    // In a heap that is full only the guard can do anything, and only where it may.
    boolean guarded = words.equals("heap") && !slow;
    Expected expected = slow ? Expected.FOUND : guarded ? Expected.SAVED : Expected.TOLD;
    String must =
        slow
            ? "found with a quarter of its life left"
            : guarded ? "young again" : "told before its end";
    String work = kind + ":" + (slow ? least : most);
    add(
        name + (slow ? ", slow" : ""),
        before,
        must,
        expected,
        new Setup(
            program,
            work,
            "-Xmx128m " + vm,
            guarded ? Setup.ACTS : Setup.WATCHED,
            false,
            Limits.USUAL),
        words,
        slow ? SLOW_LIFE_SECONDS : LIFE_SECONDS);
  }

  private void leaks() {
    leak(
        "mapped files",
        "STABLE, dead at 375 s",
        Program.OWN,
        "mappings",
        18,
        4,
        "-XX:+UseG1GC",
        "mapping");
    leak(
        "Netty buffers through Unsafe",
        "STABLE while every request failed",
        Program.OWN,
        "netty",
        20,
        2,
        "-Dio.netty.maxDirectMemory=67108864 -Dio.netty.tryReflectionSetAccessible=true"
            + " --add-opens=java.base/java.nio=ALL-UNNAMED",
        "Netty");
    leak(
        "leak of live objects, G1",
        "live set known at 90 % only",
        Program.SHOP,
        "heap",
        500,
        60,
        "-XX:+UseG1GC",
        "heap");
    leak(
        "finalizer leak, G1",
        "SUSPECT, then the guard",
        Program.OWN,
        "finalizers",
        25,
        3,
        "-XX:+UseG1GC",
        "heap");
    add(
        "metaspace exhausted",
        "no evidence",
        "young again, with evidence",
        Expected.EVIDENCE,
        new Setup(
            Program.SHOP,
            "metaspace:1500",
            "-Xmx128m -XX:MaxMetaspaceSize=112m",
            "action=automatic",
            true,
            Limits.USUAL),
        "metaspace",
        LIFE_SECONDS);
  }

  private void failures() {
    String memory = "-Xmx128m -XX:MaxDirectMemorySize=64m";
    add(
        "every second request fails, nothing else",
        "nothing",
        "SUSPECT at most",
        Expected.LEFT_ALONE,
        own("failing", memory, Setup.ACTS),
        "",
        IDLE_SECONDS);
    add(
        "every second request fails, and direct buffers are near their limit",
        "UNSTABLE after 5 min",
        "UNSTABLE within half of the hold time",
        Expected.EARLY,
        own("failing-and-full", memory, Setup.WATCHED),
        "direct buffers.*and requests fail",
        IDLE_IN_GROUP_SECONDS);
  }
}
