package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A cluster goes from one secret to another, server by server, as the README says it. */
@Timeout(900)
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
final class SecretRotationIT {
  private static final String OLD = "the old one: mZ4tq0LwX9cRb7Ke";
  private static final String NEW = "the new one: Qk3xv8TrW1nZ0hYd";
  private static final String TWO = "servers that have the secret from the file ";

  @Test
  void noRequestFailsAndTheOldSecretIsOfNoUseAfterwards() throws Exception {
    try (Cluster cluster = Clusters.of("secret-rotation", "11")) {
      Server s1 = withFiles(cluster.add("s1", "primary"));
      Server s2 = withFiles(cluster.add("s2", "spare"));
      WebApp.layTokens(cluster);
      cluster.start();
      try (SessionLoad load = new SessionLoad(3, 2, 0, () -> Route.to(() -> s1.httpPort))) {
        load.awaitMore(50);

        // s1 has both then, and hands its sessions to s2, which has the old one alone.
        both(s1);
        cluster.rejuvenate(s1);
        cluster.awaitMember(s1);
        load.awaitMore(50);
        both(s2);
        cluster.rejuvenate(s2);
        cluster.awaitMember(s2);
        load.awaitMore(50);
        for (Server server : cluster.servers()) {
          assertThat(server.agentLog()).containsOnlyOnce(TWO + server.base);
          Files.delete(server.base.resolve("secret.before"));
        }
        cluster.rejuvenate(s1);
        cluster.awaitMember(s1);
        load.awaitMore(50);
        cluster.rejuvenate(s2);
        cluster.awaitMember(s2);

        load.finish(s1.httpPort).requireNoneFailed();
      }
      for (Server server : cluster.servers()) {
        assertThat(server.agentLog()).containsOnlyOnce(TWO).doesNotContain(OLD, NEW);
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors"))
            .as(server.name)
            .isEqualTo(0L);
      }

      Server late = withFiles(cluster.add("s3", "spare"));
      cluster.start(late);
      cluster.awaitSaid("the secret was refused by ");
    }
  }

  private static Server withFiles(Server server) throws IOException {
    server.environment.remove("PERENNIAL_SECRET");
    server.settings.put("perennial.secret.file", write(server, "secret", OLD).toString());
    server.settings.put(
        "perennial.secret.previous-file", server.base.resolve("secret.before").toString());
    return server;
  }

  private static void both(Server server) throws IOException {
    write(server, "secret.before", OLD);
    write(server, "secret", NEW);
  }

  private static Path write(Server server, String name, String secret) throws IOException {
    Path file = server.base.resolve(name);
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, secret + "\n");
  }
}
