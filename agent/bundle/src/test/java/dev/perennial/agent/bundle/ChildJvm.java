package dev.perennial.agent.bundle;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, with the agent's jar as it was built. Ended with the test that started it. */
final class ChildJvm implements AutoCloseable {
  static final Path JAR = Path.of(System.getProperty("agent.jar"));
  private static final String BIN = System.getProperty("java.home") + "/bin/";

  private final Process process;
  private final Path output;

  private ChildJvm(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Not of those ports that the system gives to clients: tests at the same time would take it. */
  static int freePort() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (BindException e) {
        // Somebody has it.
      }
    }
  }

  /** What is to be started. */
  static final class Start {
    private final Path directory;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();

    /**
     * @param directory for its temporary files, so that each test begins with an empty cache
     */
    Start(Path directory) {
      this.directory = directory;
      options.add("-Djava.io.tmpdir=" + directory);
      // It lives for some seconds: what a better compiler costs would never be had back.
      options.add("-XX:TieredStopAtLevel=1");
    }

    Start with(String... more) {
      options.addAll(List.of(more));
      return this;
    }

    Start withAgent(String args) {
      return with("-javaagent:" + JAR + (args.isEmpty() ? "" : "=" + args));
    }

    Start withEnvironment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Starts a class of the tests. */
    ChildJvm main(Class<?> main, String... args) throws IOException {
      return main(System.getProperty("child.class.path"), main, args);
    }

    ChildJvm main(String classPath, Class<?> main, String... args) throws IOException {
      List<String> command = new ArrayList<>(List.of(BIN + "java"));
      command.addAll(options);
      command.addAll(List.of("-cp", classPath, main.getName()));
      command.addAll(List.of(args));
      return start(command);
    }

    /** Starts a tool of the JDK. */
    ChildJvm tool(String name, String... args) throws IOException {
      List<String> command = new ArrayList<>(List.of(BIN + name));
      command.addAll(List.of(args));
      return start(command);
    }

    /** Starts {@code java -jar perennial-agent.jar}. */
    ChildJvm jar(String... args) throws IOException {
      List<String> command = new ArrayList<>(List.of(BIN + "java"));
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", JAR.toString()));
      command.addAll(List.of(args));
      return start(command);
    }

    private ChildJvm start(List<String> command) throws IOException {
      Path output = Files.createTempFile(directory, "output", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().keySet().removeIf(n -> n.startsWith("PERENNIAL_"));
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
      return new ChildJvm(builder.start(), output);
    }
  }

  /** Waits for its end and returns the exit status. */
  int status() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      close();
      throw new AssertionError("the JVM did not end: " + output());
    }
    return process.exitValue();
  }

  /** Returns what it has printed so far, to either stream. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Asks it to end, as a supervisor does. */
  void terminate() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
