package dev.perennial.agent.evidence;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The commands that jcmd gives to a JVM, given to this one. Thread-safe. */
public final class DiagnosticCommands {
  private static final String NAME = "com.sun.management:type=DiagnosticCommand";

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
      for (MBeanOperationInfo known : server.getMBeanInfo(name).getOperations()) {
        if (known.getName().equals(operation)) {
          // A command that has no arguments at all also takes no array of them.
          boolean none = known.getSignature().length == 0;
          Object answer =
              server.invoke(
                  name,
                  operation,
                  none ? new Object[0] : new Object[] {arguments},
                  none ? new String[0] : new String[] {String[].class.getName()});
          return String.valueOf(answer);
        }
      }
    } catch (JMException | RuntimeException e) {
      throw new UnsupportedOperationException("the JVM's command " + operation + " failed", e);
    }
    throw new UnsupportedOperationException("this JVM has no command " + operation);
  }
}
