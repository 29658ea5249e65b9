package dev.perennial.agent.sensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Finds the options by which the JVM ends itself as soon as memory is exhausted. */
public final class DeadlyOptions {
  private static final List<String> SWITCHES =
      List.of("ExitOnOutOfMemoryError", "CrashOnOutOfMemoryError");
  private static final String COMMAND = "OnOutOfMemoryError";

  private DeadlyOptions() {}

  /** Returns what those of this JVM mean for the guard, in words; empty if there are none. */
  public static String notice() {
    return notice(VmOptions.of(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)));
  }

  static String notice(VmOptions options) {
    List<String> deadly = new ArrayList<>();
    for (String name : SWITCHES) {
      if (options.isOn(name)) {
        deadly.add("-XX:+" + name);
      }
    }
    String command = options.value().apply(COMMAND);
    if (command != null && command.contains("kill")) {
      deadly.add("-XX:" + COMMAND + "=\"" + command + "\"");
    }
    return deadly.isEmpty()
        ? ""
        : String.join(" and ", deadly)
            + ": the JVM ends itself at the first OutOfMemoryError, before the guard can act, and"
            + " its sessions are lost; remove it, or expect no more of the guard than a warning"
            + " before";
  }
}
