package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What README says is to be put into {@code setenv.sh}, in a Tomcat that its own script starts. All
 * that is changed is what differs between two machines and one, and what is left open.
 */
@Timeout(600)
final class ReadmeIT {
  private static final Pattern SETENV =
      Pattern.compile("`bin/setenv\\.sh`:\n\n```\n(.*?)```", Pattern.DOTALL);

  @Test
  void aTomcatThatIsSetUpByItIsRejuvenated() throws Exception {
    try (Cluster cluster = Clusters.of("readme", "11")) {
      Server aging = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      WebApp.layTokens(cluster);
      for (Server server : cluster.servers()) {
        start(server, cluster.servers());
      }
      for (Server server : cluster.servers()) {
        cluster.awaitHttp(server);
        cluster.awaitMember(server);
      }
      long pid = aging.pid();
      try (SessionLoad load = new SessionLoad(2, 2, 0, () -> Route.to(() -> aging.httpPort))) {
        load.awaitMore(20);
        cluster.rejuvenate(aging);
        load.awaitMore(20);
        load.finish(aging.httpPort, spare.httpPort).requireNoneFailed();
      }

      assertThat(aging.isAlive()).isTrue();
      assertThat(aging.pid()).isEqualTo(pid);
      assertThat(aging.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("SPARE");
      for (Server server : cluster.servers()) {
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      }
    }
  }

  private static void start(Server server, List<Server> all) throws IOException {
    Path setenv = server.base.resolve("bin/setenv.sh");
    Files.createDirectories(setenv.getParent());
    Files.writeString(setenv, setenv(server, all));
    Path home = TestSetup.tomcat("11");
    server.environment.clear();
    server.environment.put("CATALINA_HOME", home.toString());
    server.environment.put("CATALINA_BASE", server.base.toString());
    server.environment.put("JAVA_HOME", TestSetup.java().getParent().getParent().toString());
    // On machines of their own these would do as they are, and nobody would look by JMX.
    server.environment.put("PERENNIAL_CLUSTER_PORT", Integer.toString(server.clusterPort));
    server.environment.put("PERENNIAL_HTTP_PORT", Integer.toString(server.agentPort));
    server.environment.put("PERENNIAL_LOG_DIR", server.base.resolve("agent").toString());
    server.environment.put("CATALINA_OPTS", "-Xmx256m " + String.join(" ", server.jmxOptions()));
    server.start(List.of("sh", home.resolve("bin/catalina.sh").toString(), "run"));
  }

  private static String setenv(Server server, List<Server> all) throws IOException {
    Matcher block = SETENV.matcher(Files.readString(Path.of("../../README.md")));
    assertThat(block.find()).isTrue();
    String text = block.group(1);
    text = replace(text, "SECRET=...", "SECRET=" + Server.SECRET.replace(' ', '-'));
    text = replace(text, "SERVER=s1", "SERVER=" + server.name);
    text = replace(text, "ROLE=primary", "ROLE=" + server.settings.get("perennial.role"));
    text = replace(text, "BIND=10.0.0.1", "BIND=127.0.0.1");
    text = replace(text, "ACTION=observe", "ACTION=supervised");
    text = replace(text, "/opt/perennial-agent.jar", TestSetup.agentJar().toString());
    for (int i = 0; i < all.size(); i++) {
      text = replace(text, "10.0.0." + (i + 1) + ":5701", "127.0.0.1:" + all.get(i).clusterPort);
    }
    return text;
  }

  private static String replace(String text, String what, String by) {
    assertThat(text).as("README's setenv.sh").contains(what);
    return text.replace(what, by);
  }
}
