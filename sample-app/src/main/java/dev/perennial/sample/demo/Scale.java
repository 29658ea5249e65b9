package dev.perennial.sample.demo;

import dev.perennial.sample.client.TrafficSettings;
import java.time.Duration;
import java.util.List;

/**
 * How large everything is, and how long it takes.
 *
 * @param text for people: what differs from the usual, empty if nothing
 * @param heapMib of each server
 * @param jvmOptions of each server
 * @param leak of the server that ages
 * @param warmUp time of traffic before the first round
 * @param settle time of traffic after the server's return
 * @param traffic of the client
 * @param settings of the agent that are changed
 */
record Scale(
    String text,
    int heapMib,
    List<String> jvmOptions,
    Leak leak,
    Duration warmUp,
    Duration settle,
    TrafficSettings traffic,
    List<ChangedSetting> settings) {

  private static final Duration SETTLE = Duration.ofSeconds(3);

  /**
   * How fast heap leaks, in KiB a second: fast at first, so that nobody waits for long; then
   * slower, so that the heap is not full before the restart, however busy the machine.
   *
   * @param fast until so much has leaked, or the server is SUSPECT
   * @param fastMib how much
   * @param slow from then on, until the server is UNSTABLE
   * @param last from then on, until the restart
   */
  record Leak(int fast, int fastMib, int slow, int last) {
    int rate(String verdict, Duration since) {
      boolean young = verdict.isEmpty() || verdict.equals("STABLE");
      if (young && since.toMillis() * fast < fastMib * 1024L * 1000) {
        return fast;
      }
      return young || verdict.equals("SUSPECT") ? slow : last;
    }
  }

  static Scale standard(int rounds) {
    return new Scale(
        "",
        128,
        List.of(),
        new Leak(2_500, 62, 450, 150),
        Duration.ofSeconds(8),
        SETTLE,
        TrafficSettings.defaults(),
        ChangedSetting.all(rounds));
  }

  /** What still shows everything, on a machine that has other things to do. */
  static Scale quick(int rounds) {
    TrafficSettings traffic =
        new TrafficSettings(120, 100, Duration.ofSeconds(30), Duration.ofMillis(150), 1_500);
    Leak leak = new Leak(6_000, 54, 1_200, 40);
    return new Scale(
        "Quick: "
            + traffic.sessions()
            + " sessions, "
            + traffic.requestsPerSecond()
            + " requests/s, a heap of 112 MiB, a faster leak and shorter times.",
        112,
        List.of(),
        leak,
        Duration.ofSeconds(4),
        SETTLE,
        traffic,
        ChangedSetting.quick(rounds));
  }

  /** Just enough for a planted fault to be found. */
  static Scale tiny(int rounds) {
    TrafficSettings traffic =
        new TrafficSettings(60, 60, Duration.ofSeconds(30), Duration.ofMillis(100), 1_000);
    return new Scale(
        "Tiny: two servers, "
            + traffic.sessions()
            + " sessions, "
            + traffic.requestsPerSecond()
            + " requests/s, a heap of 112 MiB, a faster leak and shorter times.",
        112,
        List.of("-XX:TieredStopAtLevel=1"),
        new Leak(4_000, 40, 1_200, 40),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        traffic,
        ChangedSetting.tiny(rounds));
  }
}
