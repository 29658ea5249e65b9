package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a life leaves behind that the next one would stumble over. */
@Tag("jvm")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.INFERRED)
final class NextLifeIT {
  @TempDir Path folder;

  @Test
  void childrenOfTheLifeBeforeAreReapedAndThoseOfThisLifeAreNot() throws Exception {
    try (ForkedServer server = ForkedServer.start(folder, "jdk", "", List.of())) {
      // Its input ends with the life that holds the other end of the pipe.
      long before = Long.parseLong(server.get("/child"));
      server.get("/restart");
      server.awaitReady(2);
      await().until(() -> state(before) == 'Z');
      long own = Long.parseLong(server.get("/child"));

      assertThat(server.get("/reap")).isEqualTo("1");

      assertThat(Path.of("/proc/" + before)).doesNotExist();
      assertThat(state(own)).isNotEqualTo('Z');
      assertThat(server.get("/reap")).isEqualTo("0");
    }
  }

  @Test
  void childrenDoNotInheritWhatTheLifeBeforeHasLeft() throws Exception {
    try (ForkedServer server = ForkedServer.start(folder, "jdk", "", List.of())) {
      server.get("/restart");
      server.awaitReady(2);
      String inherited = server.get("/inherited");

      assertThat(inherited).startsWith(server.process().pid() + ";").contains("127.0.0.1:");
      assertThat(server.get("/variables")).isEqualTo("[]");

      server.get("/restart");
      server.awaitReady(3);
      assertThat(server.get("/variables")).isEqualTo("[]");
    }
  }

  @Test
  void theHeapIsDumpedInEachLife() throws Exception {
    Path evidence = folder.resolve("evidence");
    Path dumps = Files.createDirectory(folder.resolve("dumps"));
    try (ForkedServer server =
        ForkedServer.start(
            folder,
            "jdk",
            "",
            List.of(
                "-Xmx48m",
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:HeapDumpPath=" + dumps,
                "-Dtest.evidence=" + evidence))) {
      Path dump = dumps.resolve("java_pid" + server.process().pid() + ".hprof");
      assertThat(server.get("/dump")).isEqualTo("Optional.empty");
      assertThat(server.get("/exhaust")).isEqualTo("exhausted");
      assertThat(dump).exists();
      assertThat(server.get("/dump")).as("its own").isEqualTo("Optional.empty");

      server.get("/restart");
      server.awaitReady(2);
      assertThat(server.get("/dump")).contains(evidence.resolve("heap-").toString());
      assertThat(dump).doesNotExist();
      assertThat(server.get("/exhaust")).isEqualTo("exhausted");

      assertThat(dump).exists();
      assertThat(evidence).isDirectoryContaining("glob:**.hprof");
    }
  }

  /** The first letter after the name, which is in brackets. */
  private static char state(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }
}
