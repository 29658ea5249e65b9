package dev.perennial.sample.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One server, as a child process. {@link #kill} may be called by any thread. */
final class ServerProcess {
  private static final int STOP_SECONDS = 10;

  private final ServerPlan plan;
  private final List<String> command;
  private final String secret;
  private final Http http;
  private volatile @Nullable Process process;

  ServerProcess(ServerPlan plan, List<String> command, String secret, Http http) {
    this.plan = plan;
    this.command = List.copyOf(command);
    this.secret = secret;
    this.http = http;
  }

  ServerPlan plan() {
    return plan;
  }

  String name() {
    return plan.name();
  }

  void start() throws IOException {
    Files.createDirectories(plan.folder().resolve("temp"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(plan.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
    // What is set for other servers on this machine is not meant for these.
    builder
        .environment()
        .keySet()
        .removeIf(
            k -> k.startsWith("PERENNIAL_") || (k.contains("JAVA_") && k.endsWith("OPTIONS")));
    builder.environment().put("PERENNIAL_SECRET", secret);
    process = builder.start();
  }

  long pid() {
    Process started = process;
    return started == null ? -1 : started.pid();
  }

  boolean isAlive() {
    Process started = process;
    return started != null && started.isAlive();
  }

  /** Returns what this very server says of itself; empty if it or a relay of it does not answer. */
  Optional<Health> health() throws InterruptedException {
    return http.get(plan.applicationUrl() + "/health")
        .map(Health::of)
        .filter(h -> h.server().equals(name()));
  }

  /** Returns whether its agent says that it is on the available list. */
  boolean ready() throws InterruptedException {
    return http.ok(plan.agentUrl() + "/ready");
  }

  /**
   * Lets it leak heap.
   *
   * @param kibPerSecond 0 to stop
   * @return whether it has understood
   */
  boolean leakHeap(int kibPerSecond) throws InterruptedException {
    return http.post(plan.applicationUrl() + "/admin/fault?kind=heap&rate=" + kibPerSecond)
        .isPresent();
  }

  /** Ends it as an operator would, and starts it again. */
  void restartPlainly() throws IOException, InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    }
    start();
  }

  /** Returns the last lines that it printed. */
  List<String> lastLines(int count) throws IOException {
    if (!Files.isReadable(plan.log())) {
      return List.of();
    }
    String text = Files.readString(plan.log(), StandardCharsets.ISO_8859_1);
    List<String> lines = text.lines().toList();
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  void kill() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
  }
}
