package dev.perennial.agent.evidence;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The commands that jcmd gives to a JVM, given to this one. Thread-safe. */
public final class DiagnosticCommands {
  private static final String NAME = "com.sun.management:type=DiagnosticCommand";

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
