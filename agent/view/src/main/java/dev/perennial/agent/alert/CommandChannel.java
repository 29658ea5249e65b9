package dev.perennial.agent.alert;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program, with the alert in its environment and as its one argument. No shell reads
 * anything of it.
 */
record CommandChannel(Path program, Duration limit) implements Channel {
  @Override
  public void tell(Alert alert) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString(), alert.words())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    // What is for this JVM alone: another one would come up with the agent, or with the secret.
    builder
        .environment()
        .keySet()
        .removeIf(k -> k.startsWith("PERENNIAL_") || k.equals("JAVA_TOOL_OPTIONS"));
    builder
        .environment()
        .putAll(
            Map.of(
                "PERENNIAL_ALERT_KIND", alert.kind(),
                "PERENNIAL_ALERT_SERVER", alert.server(),
                "PERENNIAL_ALERT_CLUSTER", alert.cluster(),
                "PERENNIAL_ALERT_STATE", alert.state().word(),
                "PERENNIAL_ALERT_TEXT", alert.words()));
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(program + " was ended after " + limit.toSeconds() + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException(program + " ended with status " + process.exitValue());
    }
  }
}
