package dev.perennial.sample.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Started by the script {@code sample-app/demo}; {@code --help} says what it does. */
public final class Demo {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Demo() {}

  /** Runs the demo; the process ends with 0, 1 or 2. */
  public static void main(String[] args) {
    System.exit(run(List.of(args)));
  }

  private static int run(List<String> arguments) {
    DemoOptions options;
    try {
      options = DemoOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("demo: " + e.getMessage().replace("\n", "\ndemo: "));
      return MISUSED;
    }
    if (options.help()) {
      System.out.print(help());
      return PASSED;
    }
    Path agent = Path.of(System.getProperty("demo.agent", "perennial-agent.jar"));
    if (options.withAgent() && !Files.isRegularFile(agent)) {
      System.err.println("demo: there is no agent at " + agent + "; start it by sample-app/demo");
      return MISUSED;
    }
    Screen screen = new Screen(System.out, Integer.getInteger("demo.columns", 0));
    try {
      return new DemoRun(options, agent, screen).run() ? PASSED : FAILED;
    } catch (IOException e) {
      System.err.println("demo: " + e);
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  private static String help() {
    try (InputStream in = Demo.class.getResourceAsStream("help.txt")) {
      if (in == null) {
        throw new IOException("help.txt is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
