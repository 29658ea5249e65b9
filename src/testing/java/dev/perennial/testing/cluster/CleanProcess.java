package dev.perennial.testing.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts processes that take nothing from whoever starts them but their environment's rest. */
public final class CleanProcess {
  private CleanProcess() {}

  /**
   * Starts a process.
   *
   * @param folder that it runs in
   * @param output that both its streams are appended to
   * @param environment variables of its own; those of Java and the agent are not passed on
   */
  public static Process start(
      List<String> command, Path folder, Path output, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().keySet().removeIf(CleanProcess::isMeantForOthers);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static boolean isMeantForOthers(String variable) {
    return List.of("PERENNIAL_", "JAVA_", "_JAVA_", "JDK_").stream().anyMatch(variable::startsWith);
  }
}
