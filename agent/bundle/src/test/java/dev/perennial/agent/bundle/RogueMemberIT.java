package dev.perennial.agent.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Somebody has the secret, and writes into the roster what no plan would come to. */
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
class RogueMemberIT {
  private static final String SECRET = "Wk7-rZq2_pLx9-vTn4";

  @TempDir Path directory;

  @Test
  void oneWriteDoesNotRestartTwoServers() throws Exception {
    Path file = directory.resolve("secret");
    Files.writeString(file, SECRET);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    List<Integer> ports = List.of(ChildJvm.freePort(), ChildJvm.freePort());
    try (ChildJvm s1 = server("s1", ports, 0);
        ChildJvm s2 = server("s2", ports, 1)) {
      await(() -> assertThat(log("s1")).contains("stage JOINING"));
      await(() -> assertThat(log("s2")).contains("stage JOINING"));
      attack(ports, s1, s2);
    }
  }

  private void attack(List<Integer> ports, ChildJvm s1, ChildJvm s2) throws Exception {
    try (ChildJvm rogue =
        start("rogue")
            .main(
                System.getProperty("java.class.path"),
                RogueMember.class,
                String.valueOf(ChildJvm.freePort()),
                String.valueOf(ports.get(0)),
                SECRET,
                "2")) {
      await(() -> assertThat(rogue.output()).contains("all are told to restart"));

      await(() -> assertThat(hasAnswered("s1") && hasAnswered("s2")).isTrue());

      // One alone may restart, once it sees that the other one stays: the rules allow that.
      assertThat(hasRefused("s1") || hasRefused("s2")).isTrue();
      for (ChildJvm server : List.of(s1, s2)) {
        String name = server == s1 ? "s1" : "s2";
        assertThat(server.isAlive()).isTrue();
        if (hasRefused(name)) {
          // A restart in place has the same process id, and begins the application once more.
          assertThat(server.output()).containsOnlyOnce("application runs");
          assertThat(Files.readString(directory.resolve(name + "/log/audit.log")))
              .contains("order to " + name);
        }
      }
    }
  }

  private boolean hasRefused(String name) throws IOException {
    return log(name).contains(name + " has refused to go to REJUVENATING: 1 other server is out");
  }

  private boolean hasAnswered(String name) throws IOException {
    return hasRefused(name) || log(name).contains("] restarting");
  }

  private ChildJvm server(String name, List<Integer> ports, int own) throws IOException {
    String members = "127.0.0.1:" + ports.get(0) + ";127.0.0.1:" + ports.get(1);
    return start(name)
        .withAgent(
            "server=%s,http.port=0,cluster.port=%d,cluster.members=%s,secret.file=%s,log.dir=%s,action=automatic"
                .formatted(
                    name,
                    ports.get(own),
                    members,
                    directory.resolve("secret"),
                    directory.resolve(name + "/log")))
        .main(Patient.class, directory.resolve("end").toString());
  }

  private ChildJvm.Start start(String name) throws IOException {
    return new ChildJvm.Start(Files.createDirectories(directory.resolve(name)));
  }

  private String log(String name) throws IOException {
    Path log = directory.resolve(name + "/log/perennial.log");
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private static void await(org.awaitility.core.ThrowingRunnable condition) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(condition);
  }
}
