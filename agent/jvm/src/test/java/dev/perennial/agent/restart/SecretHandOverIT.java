package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real JVMs, of the test's own JDK, that were given a secret by their environment. */
@Tag("jvm")
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.INFERRED)
final class SecretHandOverIT {
  private static final String SECRET = "w\u00f6rter = Zahl, 4711";
  @TempDir Path folder;
  private Path notes;

  @BeforeEach
  void make() throws IOException {
    // Others may not write to it, whatever the umask.
    notes = Files.createTempDirectory(folder, "notes");
  }

  @Test
  void eachLifeHasItAndNobodyElseFindsItThere() throws Exception {
    try (ForkedServer server = start("")) {
      for (int life = 1; life <= 3; life++) {
        server.awaitReady(life);
        hasIt(server);
        assertThat(notes.resolve("secret.next")).doesNotExist();

        server.get("/restart");
        server.awaitReady(life + 1);
        assertThat(notes.resolve("permissions")).hasContent("rw-------");
        Files.delete(notes.resolve("permissions"));
      }
      hasIt(server);
    }
  }

  @Test
  void anEmergencyHandsItOnInMemory() throws Exception {
    try (ForkedServer server = start("")) {
      server.tell("/emergency");
      server.awaitReady(2);
      hasIt(server);

      server.get("/restart");
      server.awaitReady(3);
      hasIt(server);
      assertThat(notes.resolve("permissions")).as("of the last one alone").exists();
    }
  }

  @Test
  void whereOthersMayWriteToTheFolderItIsHandedOnInMemoryToo() throws Exception {
    Files.setPosixFilePermissions(notes, PosixFilePermissions.fromString("rwxrwxrwx"));
    try (ForkedServer server = start("")) {
      server.get("/restart");
      server.awaitReady(2);

      hasIt(server);
      assertThat(notes.resolve("permissions")).doesNotExist();
    }
  }

  @Test
  void whereNoLifeFollowsItIsDeleted() throws Exception {
    try (ForkedServer server = start("hang")) {
      server.get("/restart");
      await().until(() -> Files.exists(notes.resolve("permissions")));

      server.process().destroy();

      assertThat(server.exitStatus()).isEqualTo(143);
      assertThat(notes.resolve("secret.next")).doesNotExist();
    }
    try (ForkedServer server = start("breakExec")) {
      server.get("/restart");

      assertThat(server.exitStatus()).isEqualTo(5);
      assertThat(server.output()).contains("execve failed");
      assertThat(notes.resolve("secret.next")).doesNotExist();
    }
  }

  private ForkedServer start(String extra) throws IOException {
    return ForkedServer.start(
        Files.createTempDirectory(folder, "server"),
        ForkedServer.javaProgram(),
        Map.of("PERENNIAL_SECRET", SECRET, "LC_ALL", "C.UTF-8", "ZZ_AFTER", "it"),
        "jdk",
        extra,
        List.of("-Dtest.stop.seconds=5", "-Dtest.secret.file=" + notes.resolve("secret.next")));
  }

  private static void hasIt(ForkedServer server) throws IOException {
    assertThat(server.get("/secret")).isEqualTo(SECRET);
    assertThat(server.get("/environ")).doesNotContain("4711").contains("ZZ_AFTER=it");
    // Of the first life's the name stays, without a value.
    assertThat(server.get("/variables")).isIn("[]", "[PERENNIAL_SECRET=]");
  }
}
