package dev.perennial.sample.demo;

import dev.perennial.testing.options.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Started by the script {@code sample-app/demo}; {@code --help} says what it does. */
public final class Demo {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Demo() {}

  /** Runs the demo; the process ends with 0, 1 or 2. */
  public static void main(String[] args) {
    System.exit(CommandLines.run(DemoOptions.class, args, DemoOptions::parse, Demo::run));
  }

  private static int run(DemoOptions options) {
    Path agent = agent(options);
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

  /** Returns the product's jar; only to plant a fault, one made for that. */
  private static Path agent(DemoOptions options) {
    return options.sabotage() == null
        ? Path.of(System.getProperty("demo.agent", "perennial-agent.jar"))
        : Path.of(System.getProperty("demo.faulty-agent", "perennial-agent-faulty.jar"));
  }
}
