package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What one server keeps to itself: its orders, its cluster's document, its files. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
final class ClosedDoorsIT {
  private static final String TOKEN = "Yb7-kQ2.mZ4tq0LwX9cR";

  @Test
  void aServerOffLoopbackTellsProbesAndTakesNoOrders() throws Exception {
    try (Cluster cluster = Clusters.of("closed-doors", "11")) {
      Server server = cluster.add("s1", "primary");
      server.settings.put("perennial.http.bind", "0.0.0.0");
      server.settings.put("perennial.http.token-file", token(server).toString());
      server.settings.put("perennial.jmx.operations", "false");
      // What a shell gives; the agent makes its folder and files for their owner alone all the
      // same.
      server.launcher.addAll(List.of("sh", "-c", "umask 000; exec \"$0\" \"$@\""));
      cluster.start();
      cluster.awaitStage(server, "IN_SERVICE");

      assertThat(Http.get(server.agentPort, "/live").status()).isEqualTo(200);
      assertThat(Http.get(server.agentPort, "/ready").status()).isEqualTo(200);
      for (String path : List.of("/cluster", "/metrics")) {
        assertThat(Http.get(server.agentPort, path).status()).as(path).isEqualTo(401);
        assertThat(Http.get(server.agentPort, path, "Authorization: Bearer " + TOKEN).status())
            .as(path)
            .isEqualTo(200);
      }
      assertThatThrownBy(() -> server.call(Server.SERVER_BEAN, "rejuvenate"))
          .isInstanceOf(RuntimeMBeanException.class)
          .hasStackTraceContaining("perennial.jmx.operations=false takes no orders over JMX");
      assertThat((String) server.call(Server.SERVER_BEAN, "checkMove")).contains("restart: ");
      assertThat(server.agentFolder().resolve("audit.log"))
          .content()
          .contains("operator over JMX from 127.0.0.1\trejuvenate s1\trejuvenate is refused: ");
      assertThat(server.agentLog()).doesNotContain(TOKEN, Server.SECRET);
      onlyForTheOwner(server.agentFolder());
    }
  }

  private static Path token(Server server) throws Exception {
    Path file = Files.writeString(server.base.resolve("token"), TOKEN + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void onlyForTheOwner(Path folder) throws Exception {
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all)
          .hasSizeGreaterThan(2)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .as("%s", file)
                      .endsWith("------"));
    }
  }
}
