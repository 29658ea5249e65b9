package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications with Tomcat's own cluster, a store of sessions, and single sign-on. */
@Tag("full")
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class StateKeptElsewhereIT {
  private static final String DELTA =
      "localhost/delta has a session cluster of its own"
          + " (org.apache.catalina.ha.session.DeltaManager): none of its sessions is moved";

  /** It finds no other: what looks for them is not started. */
  private static final String CLUSTER =
      "<Cluster className='org.apache.catalina.ha.tcp.SimpleTcpCluster' channelStartOptions='3'>"
          + "<Channel className='org.apache.catalina.tribes.group.GroupChannel'>"
          + "<Receiver className='org.apache.catalina.tribes.transport.nio.NioReceiver'"
          + " address='127.0.0.1'/></Channel></Cluster>";

  private static final List<String> SAID =
      List.of(
          DELTA,
          "localhost/backup has a session cluster of its own"
              + " (org.apache.catalina.ha.session.BackupManager): none of its sessions is moved",
          "localhost/stored moves sessions to a store (org.apache.catalina.session.FileStore of"
              + " org.apache.catalina.session.PersistentManager): ",
          "localhost has single sign-on (org.apache.catalina.authenticator.SingleSignOn): ");

  @ParameterizedTest
  @ValueSource(strings = {"9", "10", "11"})
  void eachIsNamedAtTheStartAndByTheDryRunAndNothingIsMoved(String tomcat) throws Exception {
    try (Cluster cluster = Clusters.of("state-elsewhere", tomcat)) {
      Server first = cluster.add("s1", "primary");
      for (Server server : List.of(first, cluster.add("s2", "spare"))) {
        WebApp.lay(cluster, server, "probe", List.of("Probe.java"));
        manager(
            server, "delta", "<Manager className='org.apache.catalina.ha.session.DeltaManager'/>");
        manager(
            server,
            "backup",
            "<Manager className='org.apache.catalina.ha.session.BackupManager'/>");
        manager(
            server,
            "stored",
            "<Manager className='org.apache.catalina.session.PersistentManager'>"
                + "<Store className='org.apache.catalina.session.FileStore'/></Manager>");
        Path conf = server.base.resolve("conf/server.xml");
        Files.writeString(
            conf,
            Files.readString(conf)
                .replace(
                    "</Host>",
                    "<Valve className='org.apache.catalina.authenticator.SingleSignOn'/>"
                        + CLUSTER
                        + "</Host>"));
      }
      cluster.start();
      ProbeClient mine = ProbeClient.open(first.httpPort);
      mine.call(first.httpPort, "add&name=book");

      assertThat((String) first.call(Server.SERVER_BEAN, "checkMove"))
          .contains(SAID.stream().map(line -> "cannot be handed over: " + line).toList());
      assertThat(first.agentLog()).contains(SAID);
      assertThatThrownBy(() -> first.call(Server.SERVER_BEAN, "rejuvenate"))
          .hasMessageContaining("rejuvenate is refused: localhost");
      assertThat(mine.call(first.httpPort, "show")).contains("items=[book]");
      assertThat(first.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }

  private static void manager(Server server, String application, String manager)
      throws IOException {
    Path folder =
        Files.createDirectories(server.base.resolve("webapps/" + application + "/META-INF"));
    Files.writeString(folder.resolve("context.xml"), "<Context>" + manager + "</Context>");
    Files.createDirectories(folder.resolveSibling("WEB-INF"));
  }
}
