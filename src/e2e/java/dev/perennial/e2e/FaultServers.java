package dev.perennial.e2e;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Three Tomcats: an old server s1, its successor s3, and s2, which nothing happens to, and which
 * leads. Clients go where a balancer would send them.
 */
final class FaultServers implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String LIMIT_EXCEEDED = "0.01";
  private static final int SLOW_SESSIONS = 4;
  private static final int MOST_REFUSALS = 100;

  final Cluster cluster;
  final Server old;
  final Server successor;
  final Server bystander;
  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private final @Nullable FaultNetwork network;
  private @Nullable StageWatch watch;

  FaultServers(FaultCase of) throws IOException {
    boolean standby = of.mode().equals("active-standby");
    cluster = Clusters.of("fault-" + of.name(), "11").with("perennial.mode", of.mode());
    // First, so that it is the oldest member.
    bystander = cluster.add("s2", "primary");
    old = cluster.add("s1", "primary");
    successor = cluster.add("s3", standby ? "spare" : "primary");
    WebApp.layTokens(cluster);
    for (Server server : cluster.servers()) {
      WebApp.lay(cluster, server, "stages", List.of("Stages.java"), TestSetup.apiJar());
    }
    cluster.with("perennial.min-uptime", "0ms");
    if (!standby) {
      // Of two that could, the one with more room is chosen.
      successor.jvmOptions.add("-Xmx512m");
    }
    ports.addAll(List.of(old.httpPort, bystander.httpPort));
    network = FaultNetwork.isHere() ? FaultNetwork.with(cluster) : null;
  }

  /** Has the old server judged unstable from its start on, so that it stays in sync. */
  FaultServers aging() {
    // More compiled code than that is there from the start.
    old.settings.put("perennial.limit.code.cache", LIMIT_EXCEEDED);
    old.settings.put("perennial.hold-time", "2s");
    return this;
  }

  FaultServers start() throws Exception {
    cluster.start(bystander);
    cluster.awaitHttp(bystander);
    // Before the old server, which may look for one as soon as it has joined.
    cluster.start(successor);
    cluster.awaitHttp(successor);
    cluster.awaitStage(successor, "IN_SERVICE");
    cluster.start(old);
    for (Server server : cluster.servers()) {
      cluster.awaitHttp(server);
    }
    for (Server server : cluster.servers()) {
      cluster.awaitMember(server);
    }
    for (int i = 0; i < SLOW_SESSIONS; i++) {
      Http.get(old.httpPort, "/stages/stages?do=slow");
    }
    watch = new StageWatch(bystander, old.name);
    return this;
  }

  StageWatch watch() {
    return Objects.requireNonNull(watch, "not started");
  }

  FaultNetwork network() {
    return Objects.requireNonNull(network, "needs a network of its own");
  }

  /** Returns one to each server of the balancer's list in turn, the old server first. */
  Route route() {
    return new Route() {
      private int count;
      private int refusals;

      @Override
      public int next() {
        List<Integer> now = List.copyOf(ports);
        return now.get(count++ % now.size());
      }

      @Override
      public boolean goesOnAfterRefusal() {
        return refusals++ < MOST_REFUSALS;
      }
    };
  }

  /** Takes a server from the balancer's list. */
  void unlist(Server server) {
    ports.remove((Integer) server.httpPort);
  }

  /** Has the code of the application wait there from now on: see the web application Stages. */
  void shut(String gate) throws IOException {
    Files.writeString(old.base.resolve(gate + "-wait"), "");
    Files.deleteIfExists(old.base.resolve(gate + "-reached"));
  }

  void awaitReached(String gate) {
    eventually(gate + " reached at s1").until(() -> Files.exists(reached(gate)));
  }

  private Path reached(String gate) {
    return old.base.resolve(gate + "-reached");
  }

  void openAll() throws IOException {
    for (String gate : List.of("sessions", "parts", "clear")) {
      open(gate);
    }
  }

  void open(String gate) throws IOException {
    Files.deleteIfExists(old.base.resolve(gate + "-wait"));
  }

  /** Waits until the old server says that it is there with the copying. */
  void awaitDuplexing(String state) {
    eventually("s1 " + state + ", see " + old.log())
        .until(() -> state.equals(old.attribute(Server.SERVER_BEAN, "DuplexingState")));
  }

  /** Returns whom the old server hands over to, once it says so: it looks once a second. */
  String chosen() throws Exception {
    eventually("s1 names its successor")
        .until(() -> old.attribute(Server.SERVER_BEAN, "Successor") != null);
    return (String) old.attribute(Server.SERVER_BEAN, "Successor");
  }

  /** Waits until the old server is in sync, and has copied this many sessions more. */
  void awaitInSync(int more) throws Exception {
    long before = (long) old.attribute(Server.SERVER_BEAN, "DuplexingSessionsSent");
    eventually("s1 in sync, see " + old.log())
        .until(
            () ->
                "IN_SYNC".equals(old.attribute(Server.SERVER_BEAN, "DuplexingState"))
                    && (long) old.attribute(Server.SERVER_BEAN, "DuplexingSessionsSent")
                        >= before + more);
  }

  void awaitSaid(Server server, String words) {
    eventually("\"" + words + "\" said by " + server.name)
        .until(() -> server.agentLog().contains(words));
  }

  /** Begins a request that lasts, in a session of its own. */
  void beginLongRequest(int millis) throws HttpFailure {
    String id =
        Http.post(old.httpPort, "/tokens/tokens", "open=0").cookie("JSESSIONID").orElseThrow();
    Thread client =
        new Thread(
            () -> {
              try {
                Http.post(
                    old.httpPort,
                    "/tokens/tokens",
                    "append=long&millis=" + millis,
                    "Cookie: JSESSIONID=" + id);
              } catch (HttpFailure e) {
                // What becomes of it is no matter here: it keeps the hand-over from its end.
                return;
              }
            },
            "long-request");
    client.setDaemon(true);
    client.start();
  }

  static void signal(Server server, String name) throws IOException, InterruptedException {
    Program program =
        Program.run(List.of("kill", "-" + name, Long.toString(server.pid())), Map.of());
    if (program.status() != 0) {
      throw new AssertionError("kill -" + name + ": " + program.output());
    }
  }

  private static ConditionFactory eventually(String what) {
    return Awaitility.await(what)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions();
  }

  @Override
  public void close() throws IOException {
    Optional.ofNullable(watch).ifPresent(StageWatch::close);
    cluster.close();
    if (network != null) {
      network.close();
    }
  }
}
