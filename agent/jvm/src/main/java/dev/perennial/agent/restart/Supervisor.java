package dev.perennial.agent.restart;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who starts this process again when it ends with a status.
 *
 * @param isKnown whether somebody does
 * @param text who, or why it is not known, in words
 */
record Supervisor(boolean isKnown, String text) {
  private static final Set<String> RESTARTS_AFTER_FAILURE = Set.of("always", "on-failure");

  /**
   * What is known of this process.
   *
   * @param environment value of a variable, or null
   * @param pid of this process
   * @param parent process id, or 0
   * @param cgroup content of /proc/self/cgroup
   * @param unit text of a systemd unit with all that is dropped in beside it, by name; null if it
   *     cannot be read
   */
  record Facts(
      Function<String, @Nullable String> environment,
      long pid,
      long parent,
      String cgroup,
      Function<String, @Nullable String> unit) {}

  /**
   * Tells who.
   *
   * @param status with which the process ends
   */
  static Supervisor of(Facts facts, int status) {
    if (facts.environment.apply("KUBERNETES_SERVICE_HOST") != null) {
      // A container ends with its first process, and that one, if it is a shell or an init, with
      // its child.
      return facts.pid == 1 || facts.parent == 1
          ? new Supervisor(true, "Kubernetes starts its container again")
          : new Supervisor(
              false, "in Kubernetes, but not the container's first process nor a child of it");
    }
    return facts.environment.apply("INVOCATION_ID") == null
        ? new Supervisor(false, "neither systemd nor Kubernetes has started it")
        : ofUnit(facts, status);
  }

  private static Supervisor ofUnit(Facts facts, int status) {
    String unit = unitName(facts.cgroup);
    if (unit.isEmpty()) {
      // Whatever a service starts inherits the variable, a terminal's shell, for one.
      return new Supervisor(false, "INVOCATION_ID is set, but it is in no service of systemd");
    }
    String main = facts.environment.apply("SYSTEMD_EXEC_PID");
    if (main != null && !main.equals(Long.toString(facts.pid)) && facts.parent != 1) {
      return new Supervisor(false, "it is not the main process of systemd's unit " + unit);
    }
    String text = facts.unit.apply(unit);
    if (text == null) {
      return new Supervisor(
          true, "systemd's unit " + unit + " starts it again, if its Restart= says so");
    }
    String restart = last(text, "Restart");
    Set<String> forced = all(text, "RestartForceExitStatus");
    Set<String> prevented = all(text, "RestartPreventExitStatus");
    boolean again =
        forced.contains(Integer.toString(status))
            || (RESTARTS_AFTER_FAILURE.contains(restart)
                && !prevented.contains(Integer.toString(status)));
    return again
        ? new Supervisor(true, "systemd's unit " + unit + " starts it again")
        : new Supervisor(
            false,
            "systemd's unit "
                + unit
                + " says Restart="
                + (restart.isEmpty() ? "no" : restart)
                + " and no RestartForceExitStatus="
                + status);
  }

  /** The last service on the path; a unit's own cgroups, if it delegates, are below it. */
  private static String unitName(String cgroup) {
    String unit = "";
    for (String line : cgroup.split("\n")) {
      for (String part : line.substring(line.lastIndexOf(':') + 1).split("/")) {
        if (part.endsWith(".service") && !part.startsWith("user@")) {
          unit = part;
        }
      }
    }
    return unit;
  }

  private static String last(String text, String key) {
    String value = "";
    for (String line : text.split("\n")) {
      if (line.strip().startsWith(key + "=")) {
        value = line.substring(line.indexOf('=') + 1).strip();
      }
    }
    return value;
  }

  /** A list that grows with each line, until an empty one begins it anew. */
  private static Set<String> all(String text, String key) {
    Set<String> values = new HashSet<>();
    for (String line : text.split("\n")) {
      if (line.strip().startsWith(key + "=")) {
        String value = line.substring(line.indexOf('=') + 1).strip();
        if (value.isEmpty()) {
          values.clear();
        } else {
          values.addAll(List.of(value.split("\\s+")));
        }
      }
    }
    return values;
  }
}
