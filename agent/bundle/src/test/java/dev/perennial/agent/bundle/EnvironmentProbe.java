package dev.perennial.agent.bundle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An application that says which variables of the agent's it sees at its start; and, once a file is
 * there, which of them its children get, of either way to start one.
 */
final class EnvironmentProbe {
  private EnvironmentProbe() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println("own: " + ours(System.getenv().keySet().stream()));
    Path awaited = Path.of(args[0]);
    for (int i = 0; i < 1200 && !Files.exists(awaited); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    System.out.println("inherited: " + seenBy(new ProcessBuilder("env")));
    System.out.println(
        "kernel: " + ours(Stream.of(Files.readString(Path.of("/proc/self/environ")).split("\0"))));
    ProcessBuilder changed = new ProcessBuilder("env");
    changed.environment().put("MORE", "1");
    System.out.println("copied: " + seenBy(changed));
  }

  private static List<String> seenBy(ProcessBuilder child) throws IOException {
    byte[] all = child.start().getInputStream().readAllBytes();
    return ours(new String(all, StandardCharsets.UTF_8).lines());
  }

  private static List<String> ours(Stream<String> variables) {
    return variables.filter(variable -> variable.startsWith("PERENNIAL_")).toList();
  }
}
