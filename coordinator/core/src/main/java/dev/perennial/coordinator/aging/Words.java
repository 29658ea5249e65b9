package dev.perennial.coordinator.aging;

import dev.perennial.coordinator.forecast.Outlook;
import java.util.Locale;
import java.util.Map;

/** Says readings in words that a person can act on. */
final class Words {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("heap.live", "heap live set"),
          Map.entry("gc.overhead", "time in garbage collection"),
          Map.entry("gc.debt", "garbage collection debt"),
          Map.entry("metaspace", "metaspace"),
          Map.entry("code.cache", "code cache"),
          Map.entry("classes", "loaded classes"),
          Map.entry("buffers.direct", "direct buffers"),
          Map.entry("buffers.mapped", "mapped buffers"),
          Map.entry("threads", "threads"),
          Map.entry("threads.deadlocked", "deadlocked threads"),
          Map.entry("files", "open files"),
          Map.entry("buffers.netty", "Netty's direct buffers"),
          Map.entry("mappings", "memory mappings"),
          Map.entry("memory.native", "native memory"),
          Map.entry("memory.container", "memory of the container"),
          Map.entry("memory.refusals", "time in which code threw OutOfMemoryError"),
          Map.entry("exhausted.heap", "refusals of heap memory"),
          Map.entry("exhausted.metaspace", "refusals of metaspace"),
          Map.entry("exhausted.threads", "refusals of a thread"),
          Map.entry("exhausted.files", "refusals of a file descriptor"),
          Map.entry("exhausted.time", "time in garbage collection with a full heap"),
          Map.entry("exhausted.stalls", "heap full whatever is collected,"),
          Map.entry("memory.process", "memory of the process"),
          Map.entry("uptime", "running time"),
          Map.entry("load.served", "requests served"),
          Map.entry("requests.failed", "requests that fail, beyond what is usual,"),
          Map.entry("load.requests", "requests in flight"),
          Map.entry("load.rate", "requests per second"),
          Map.entry("load.latency.p99", "latency (99th percentile)"),
          Map.entry("latency.drift", "response time at equal load"),
          Map.entry("load.cpu", "processor load"));

  private Words() {}

  /** Returns such as "heap live set 441 MiB of 512 MiB (86 %)". */
  static String of(Reading reading) {
    String name = NAMES.getOrDefault(reading.indicator(), reading.indicator());
    String value = name + " " + amount(reading.value(), reading.unit());
    if (!(reading.limit() > 0) || reading.unit().equals("ratio")) {
      return value;
    }
    return value
        + " of "
        + amount(reading.limit(), reading.unit())
        + format(" (%.0f %%)", Math.floor(100 * reading.level()));
  }

  /** Returns such as "45 s", "5 min", "3 h" or "12 days". */
  static String duration(double seconds) {
    if (seconds < 120) {
      return format("%.0f s", Math.floor(seconds));
    }
    if (seconds < 2 * 3600) {
      return format("%.0f min", Math.floor(seconds / 60));
    }
    return seconds < 48 * 3600
        ? format("%.0f h", Math.floor(seconds / 3600))
        : format("%.0f days", Math.floor(seconds / 86400));
  }

  /**
   * Returns such as ", +31 MiB/h, 1.2 KiB a request, full in 3.2 h [2.8, 3.7]", empty if there is
   * no forecast.
   */
  static String trend(Reading reading, Outlook outlook) {
    if (!outlook.isForecast()) {
      return "";
    }
    double perHour = outlook.slopePerSecond() * 3600;
    double left = outlook.secondsToExhaustion();
    double unit = left < 2 * 3600 ? 60 : left < 48 * 3600 ? 3600 : 86400;
    String high =
        outlook.highSeconds() < 1000 * unit ? number(outlook.highSeconds() / unit) : "never";
    return ", +"
        + rate(perHour, reading.unit())
        + work(outlook.perRequest(), reading.unit())
        + ", full in "
        + number(left / unit)
        + (unit == 60 ? " min" : unit == 3600 ? " h" : " days")
        + " ["
        + number(outlook.lowSeconds() / unit)
        + ", "
        + high
        + "]";
  }

  private static String rate(double perHour, String unit) {
    boolean bytes = unit.equals("bytes");
    double amount = bytes ? perHour / 1048576 : perHour;
    String suffix = bytes ? " MiB" : "";
    return amount >= 1 ? number(amount) + suffix + "/h" : number(24 * amount) + suffix + "/day";
  }

  /** Returns such as ", 1.2 KiB a request", empty if it is not known to follow the requests. */
  private static String work(double perRequest, String unit) {
    if (!(perRequest > 0)) {
      return "";
    }
    if (!unit.equals("bytes")) {
      boolean seldom = perRequest < 1e-4;
      return ", "
          + number(perRequest * (seldom ? 1e6 : 1e3))
          + (seldom ? " in 1,000,000 requests" : " in 1,000 requests");
    }
    return ", "
        + (perRequest < 1024
            ? number(perRequest) + " bytes"
            : perRequest < 1048576
                ? number(perRequest / 1024) + " KiB"
                : number(perRequest / 1048576) + " MiB")
        + " a request";
  }

  private static String number(double value) {
    return format(value < 9.95 ? "%.1f" : "%.0f", value);
  }

  /** Returns such as "441 MiB", "86 %" or "7 days". */
  static String amount(double value, String unit) {
    return switch (unit) {
      case "bytes" -> format("%.0f MiB", value / 1048576);
      case "ratio" -> format("%.0f %%", 100 * value);
      case "factor" -> format("%.1f times that of the young server", value);
      case "seconds" -> value < 120 ? format("%.1f s", value) : duration(value);
      default -> format("%.0f", value);
    };
  }

  private static String format(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
