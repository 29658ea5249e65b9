package dev.perennial.e2e;

import dev.perennial.testing.cluster.Application;
import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The jar that Spring Boot's own plugin has made of the application under {@code src/e2e/boot}.
 *
 * @param jar which brings Tomcat and all else
 */
record BootJar(Path jar) implements Application {
  /** Longer than any stop may take. */
  private static final Duration ENDLESS = Duration.ofMinutes(5);

  /**
   * Returns a cluster without servers, active-standby and supervised.
   *
   * @param test names the folder that the servers' files are in
   * @param boot major version of Spring Boot
   */
  static Cluster cluster(String test, String boot) throws IOException {
    Path work = TestSetup.work().resolve(test + "-boot-" + boot);
    Folders.delete(work);
    Files.createDirectories(work);
    Cluster cluster =
        new Cluster(
            work, TestSetup.java(), TestSetup.agentJar(), new BootJar(TestSetup.boot(boot)));
    cluster.jvmOptions.addAll(List.of("-Xmx256m", Clusters.QUICK_START));
    return cluster
        .with("perennial.mode", "active-standby")
        .with("perennial.action", "supervised")
        .with("perennial.warmup", "1s");
  }

  @Override
  public void lay(Server server) throws IOException {
    Files.createDirectories(server.base.resolve("temp"));
  }

  @Override
  public List<String> command(Server server) {
    return List.of(
        "-jar",
        jar.toString(),
        "--boot.name=" + server.name,
        "--info.server=" + server.name,
        "--server.port=" + server.httpPort);
  }

  /** Without a session, and told by the very server. */
  @Override
  public String path() {
    return "/actuator/health";
  }

  /** Has a client listen to a server's events until they end, in whichever way. */
  static void listen(Server server) {
    Thread thread =
        new Thread(
            () -> {
              try {
                HttpAnswer all = Http.ask(server.httpPort, HttpRequest.get("/events"), ENDLESS);
                System.out.println("events ended: " + all.status());
              } catch (IOException e) {
                System.out.println("events were cut: " + e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    Awaitility.await("events of " + server.name)
        .atMost(Duration.ofMinutes(1))
        .until(() -> Http.get(server.httpPort, "/events/listeners").body().equals("1"));
  }
}
