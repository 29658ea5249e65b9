package dev.perennial.agent.premain;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Puts the agent into a running JVM. */
final class Attach {
  private static final String INSTEAD = "; start it with -javaagent:perennial-agent.jar instead";

  private Attach() {}

  /**
   * Attaches.
   *
   * @param args key=value pairs for the agent
   * @return what has been done, for people
   * @throws AttachException if it could not be
   */
  static String attach(Path jar, String pid, String args) throws AttachException {
    if (args.matches("(.*,)?\\s*(perennial\\.)?secret\\s*=.*")) {
      throw new AttachException(
          "a secret must not stand on a command line, where every user can read it; put it into a"
              + " file (secret.file) or into the server's environment (PERENNIAL_SECRET)",
          null);
    }
    checkProcess(pid);
    VirtualMachine machine = open(pid);
    try {
      Properties properties = machine.getSystemProperties();
      String present = properties.getProperty(Launch.PRESENT);
      if (present != null) {
        return "process " + pid + " has the agent already (version " + present + ")";
      }
      checkVersion(pid, properties.getProperty("java.specification.version", "0"));
      machine.loadAgent(jar.toString(), args);
      if (machine.getSystemProperties().getProperty(Launch.PRESENT) == null) {
        throw new AttachException(
            "process " + pid + " did not start the agent; its error stream says why", null);
      }
      return "the agent is in process "
          + pid
          + "; it lasts until that ends, -javaagent is there from the start"
          + newerJava(properties);
    } catch (AgentLoadException | AgentInitializationException | IOException e) {
      throw new AttachException(
          "process "
              + pid
              + " did not load the agent ("
              + e.getMessage()
              + "); from Java 21 on it may need -XX:+EnableDynamicAgentLoading",
          e);
    } finally {
      detach(machine);
    }
  }

  private static void checkProcess(String pid) throws AttachException {
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(pid))
            .orElseThrow(() -> new AttachException("there is no process " + pid, null));
    String owner = process.info().user().orElse("");
    String self = ProcessHandle.current().info().user().orElse("");
    if (!owner.isEmpty() && !owner.equals(self) && !self.equals("root")) {
      throw new AttachException(
          "process "
              + pid
              + " belongs to "
              + owner
              + ", you are "
              + self
              + "; run this as "
              + owner,
          null);
    }
    if (commandLine(pid).contains("-XX:+DisableAttachMechanism")) {
      throw new AttachException(
          "process " + pid + " runs with -XX:+DisableAttachMechanism" + INSTEAD, null);
    }
  }

  /** Returns what Linux knows; elsewhere nothing, and the attach itself will tell. */
  private static String commandLine(String pid) {
    try {
      return Files.readString(Path.of("/proc", pid, "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static VirtualMachine open(String pid) throws AttachException {
    try {
      return VirtualMachine.attach(pid);
    } catch (AttachNotSupportedException | IOException e) {
      throw new AttachException(
          "cannot attach to process "
              + pid
              + " ("
              + e.getMessage()
              + "): it must be a JVM of this user with the same temporary folder, and able to"
              + " answer"
              + INSTEAD,
          e);
    }
  }

  private static void checkVersion(String pid, String version) throws AttachException {
    if (version.startsWith("1.") || Integer.parseInt(version) < 17) {
      throw new AttachException(
          "process " + pid + " runs Java " + version + "; the agent needs 17 or later", null);
    }
  }

  private static String newerJava(Properties properties) {
    return Integer.parseInt(properties.getProperty("java.specification.version", "0")) < 21
        ? ""
        : " (from Java 21 on a JVM warns of agents that are attached, and a later one will refuse"
            + " them without -XX:+EnableDynamicAgentLoading)";
  }

  private static void detach(VirtualMachine machine) {
    try {
      machine.detach();
    } catch (IOException e) {
      // The other process has ended; there is nothing left to detach from.
    }
  }
}
