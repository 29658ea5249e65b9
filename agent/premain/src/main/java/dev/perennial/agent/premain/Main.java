package dev.perennial.agent.premain;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Arrays;

/** The commands of {@code java -jar perennial-agent.jar}. */
public final class Main {
  static final int OK = 0;
  static final int USAGE = 2;
  static final int FAILED = 3;

  private static final String HELP =
      """
      Perennial: software rejuvenation for JVM servers.

        java -javaagent:perennial-agent.jar[=key=value,...] ...   start a server with the agent
        java -jar perennial-agent.jar attach PID [key=value,...]  add the agent to a running JVM
        java -jar perennial-agent.jar coordinator key=value...    run a coordinator of its own
        java -jar perennial-agent.jar version

      The README lists the keys. The secret comes from a file (secret.file) or from the environment
      (PERENNIAL_SECRET), never from a command line.
      """;

  private Main() {}

  /** Exits with 0 if the command was carried out, 2 if it is not one, 3 if it failed. */
  public static void main(String[] args) throws Exception {
    int status = run(args);
    if (status != OK) {
      System.exit(status);
    }
  }

  private static int run(String[] args) throws Exception {
    String command = args.length == 0 ? "--help" : args[0];
    Path jar =
        new File(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toPath()
            .toAbsolutePath();
    return switch (command) {
      case "attach" -> attach(jar, args);
      case "coordinator" -> coordinator(jar, Arrays.copyOfRange(args, 1, args.length));
      case "examine" -> examine(jar, Arrays.copyOfRange(args, 1, args.length));
      case "version", "--version" -> version(jar);
      case "help", "-h", "--help" -> {
        System.out.print(HELP);
        yield OK;
      }
      default -> {
        System.err.println("perennial: there is no command \"" + command + "\"\n\n" + HELP);
        yield USAGE;
      }
    };
  }

  private static int version(Path jar) throws IOException {
    try (RuntimeLoader runtime = new RuntimeLoader(jar)) {
      System.out.println("perennial " + runtime.version());
    }
    return OK;
  }

  private static int attach(Path jar, String[] args) {
    if (args.length < 2 || args.length > 3 || !args[1].matches("[0-9]{1,10}")) {
      System.err.println(
          "perennial: attach takes a process id and, after it, key=value pairs parted by commas,"
              + " not: "
              + String.join(" ", Arrays.copyOfRange(args, 1, args.length)));
      return USAGE;
    }
    try {
      System.out.println(
          "perennial: " + Attach.attach(jar, args[1], args.length > 2 ? args[2] : ""));
      return OK;
    } catch (AttachException e) {
      System.err.println("perennial: " + e.getMessage());
      return FAILED;
    } catch (NoClassDefFoundError e) {
      System.err.println(
          "perennial: this Java cannot attach (no module jdk.attach); use the java of a JDK, or"
              + " start the server with -javaagent");
      return FAILED;
    }
  }

  /** For the agent itself: a process beside the server reads its heap dump. */
  private static int examine(Path jar, String[] args) throws Exception {
    try (RuntimeLoader runtime = new RuntimeLoader(jar)) {
      return (int)
          runtime
              .loadClass("dev.perennial.agent.evidence.HeapExamination")
              .getMethod("run", String[].class)
              .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      System.err.println("the examination has failed: " + e.getCause());
      return FAILED;
    }
  }

  /** Stays until the coordinator has ended. */
  private static int coordinator(Path jar, String[] args) throws Exception {
    RuntimeLoader runtime = new RuntimeLoader(jar);
    Thread.currentThread().setContextClassLoader(runtime);
    try {
      return (int)
          runtime
              .loadClass("dev.perennial.agent.boot.CoordinatorMain")
              .getMethod("run", String[].class)
              .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      System.err.println("perennial: the coordinator has failed: " + e.getCause());
      return FAILED;
    }
  }
}
