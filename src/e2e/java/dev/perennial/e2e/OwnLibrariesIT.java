package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpAnswer;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that brings older versions of the libraries that the agent has inside. */
@Timeout(600)
final class OwnLibrariesIT {
  private static final String OWN =
      "hazelcast 4.2.8 with 2 members has book, hazelcast-4.2.8.jar, byte-buddy-1.12.23.jar has"
          + " woven, session has book";

  @Test
  void anApplicationWithItsOwnHazelcastAndByteBuddyMovesAndKeepsThem() throws Exception {
    try (Cluster cluster = Clusters.of("own-libraries", "11")) {
      Server aging = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      List<Integer> ports = List.of(FreePorts.next(), FreePorts.next());
      for (Server server : cluster.servers()) {
        server.jvmOptions.add("-Dshop.port=" + ports.get(server == aging ? 0 : 1));
        server.jvmOptions.add(
            "-Dshop.members=127.0.0.1:" + ports.get(0) + ";127.0.0.1:" + ports.get(1));
        // For the application's; the agent's own must not take them up.
        server.jvmOptions.add("-Dhazelcast.logging.type=none");
        server.jvmOptions.add("-Dhazelcast.config=/nonexistent/hazelcast.xml");
        server.jvmOptions.add("-Dhazelcast.jmx=true");
        WebApp.lay(
            cluster,
            server,
            "own",
            List.of("OwnLibraries.java"),
            TestSetup.library("hazelcast"),
            TestSetup.library("byte-buddy"));
      }
      cluster.start();
      HttpAnswer opened = Http.get(aging.httpPort, "/own/own?value=book");
      String cookie = "Cookie: JSESSIONID=" + opened.cookie("JSESSIONID").orElseThrow();
      awaitOwn(aging, cookie);

      cluster.rejuvenate(aging);

      awaitOwn(aging, cookie);
      awaitOwn(spare, cookie);
      for (Server server : cluster.servers()) {
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      }
    }
  }

  /** The application's members may still be finding each other. */
  private static void awaitOwn(Server server, String cookie) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              HttpAnswer answer = Http.get(server.httpPort, "/own/own", cookie);
              assertThat(answer.body().trim()).isEqualTo(OWN);
              assertThat(answer.cookie("JSESSIONID")).isEmpty();
            });
  }
}
