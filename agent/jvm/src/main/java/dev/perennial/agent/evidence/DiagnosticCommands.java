package dev.perennial.agent.evidence;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The commands that jcmd gives to a JVM, given to this one. Thread-safe. */
public final class DiagnosticCommands {
  private static final String NAME = "com.sun.management:type=DiagnosticCommand";

  private volatile Map<String, Boolean> known = Map.of();

  /**
   * Writes all live objects to a file whose name ends with ".hprof", which must not exist; collects
   * garbage first. Not a command: the bean of those has none for it.
   *
   * @throws UnsupportedOperationException if this JVM cannot, or it failed
   */
  public void dumpHeap(Path file) {
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
              "dumpHeap",
              new Object[] {file.toAbsolutePath().toString(), true},
              new String[] {String.class.getName(), boolean.class.getName()});
    } catch (JMException | RuntimeException e) {
      throw new UnsupportedOperationException("the heap dump failed", e);
    }
  }

  /**
   * Runs a command.
   *
   * @param operation its name as MBean operation, as "gcClassHistogram" for GC.class_histogram
   * @return what it says
   * @throws UnsupportedOperationException if this JVM has no such command, or it failed
   */
  public String run(String operation, String... arguments) {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    try {
      ObjectName name = new ObjectName(NAME);
      Boolean takesArguments = commands(server, name).get(operation);
      if (takesArguments != null) {
        Object answer =
            server.invoke(
                name,
                operation,
                takesArguments ? new Object[] {arguments} : new Object[0],
                takesArguments ? new String[] {String[].class.getName()} : new String[0]);
        return String.valueOf(answer);
      }
    } catch (JMException | RuntimeException e) {
      throw new UnsupportedOperationException("the JVM's command " + operation + " failed", e);
    }
    throw new UnsupportedOperationException("this JVM has no command " + operation);
  }

  /**
   * Returns which commands there are, and whether each takes arguments: one that has none at all
   * also takes no array of them. Asked once: the answer is made by reflection, for which the JDK
   * makes classes of its own after some calls, and a metaspace that is exhausted has no room for.
   */
  private Map<String, Boolean> commands(MBeanServer server, ObjectName name) throws JMException {
    Map<String, Boolean> present = known;
    if (present.isEmpty()) {
      Map<String, Boolean> all = new HashMap<>();
      for (MBeanOperationInfo command : server.getMBeanInfo(name).getOperations()) {
        all.put(command.getName(), command.getSignature().length > 0);
      }
      present = Map.copyOf(all);
      known = present;
    }
    return present;
  }
}
