package dev.perennial.testing.cluster;

import dev.perennial.testing.http.Http;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import javax.management.openmbean.TabularData;
import org.awaitility.Awaitility;

/**
 * Servers on loopback with the agent, each a process of its own. What they are made of is changed
 * by one thread; {@link #close} may be called by any, more than once, and ends them whatever
 * happened.
 */
public final class Cluster implements AutoCloseable {
  /** Clusters start one after another: that takes processors; what comes later mostly waits. */
  private static final Semaphore STARTING = new Semaphore(1, true);

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration RESTART_LIMIT = Duration.ofMinutes(2);
  private static final Duration WORDS_LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** Of all servers, before each server's own. */
  public final List<String> jvmOptions = new ArrayList<>();

  private final Path work;
  private final Launch launch;
  private final Application application;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final Map<String, Server> servers = new LinkedHashMap<>();

  /**
   * Makes a cluster without servers.
   *
   * @param work folder in which each server has one of its own
   * @param java program that the servers run on
   * @param agent jar
   */
  public Cluster(Path work, Path java, Path agent, Application application) {
    this.work = work;
    this.launch = new Launch(java, agent);
    this.application = application;
  }

  /** Sets a setting, by its whole name, of all servers that are not started yet. */
  public Cluster with(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** Sets settings, as an argument of the agent has them: key=value,... without the prefix. */
  public Cluster withAll(String arguments) {
    for (String setting : arguments.split(",", -1)) {
      String[] parts = setting.split("=", 2);
      with("perennial." + parts[0], parts[1]);
    }
    return this;
  }

  /**
   * Adds a server; not started yet.
   *
   * @param role primary or spare
   */
  public Server add(String name, String role) throws IOException {
    Server server = new Server(name, work.resolve(name));
    server.settings.put("perennial.server", name);
    server.settings.put("perennial.role", role);
    servers.put(name, server);
    application.lay(server);
    return server;
  }

  /** Returns a server by its name; there must be one. */
  public Server get(String name) {
    return Objects.requireNonNull(servers.get(name), name);
  }

  public List<Server> servers() {
    return List.copyOf(servers.values());
  }

  public Application application() {
    return application;
  }

  /** Starts all servers and waits until each serves and they see one another. */
  public Cluster start() throws IOException {
    STARTING.acquireUninterruptibly();
    try {
      for (Server server : servers.values()) {
        start(server);
      }
      servers.values().forEach(this::awaitHttp);
    } finally {
      STARTING.release();
    }
    servers.values().stream().filter(s -> s.withAgent).forEach(this::awaitMember);
    return this;
  }

  /** Starts a server and does not wait for it. */
  public void start(Server server) throws IOException {
    server.start(command(server));
  }

  /** Returns the command line that starts a server. */
  public List<String> command(Server server) {
    return launch.command(
        server,
        jvmOptions,
        arguments(server),
        server.program.isEmpty() ? application.command(server) : server.program);
  }

  private String arguments(Server server) {
    return launch.arguments(server, settings, servers());
  }

  /**
   * Puts the agent into a server that runs without it, from the command line.
   *
   * @return what the command said
   */
  public String attach(Server server) throws IOException, InterruptedException {
    Program attach = Program.run(launch.attach(server.pid(), arguments(server)), Map.of());
    if (attach.status() != 0) {
      throw new AssertionError("attach ended with " + attach.status() + ": " + attach.output());
    }
    return attach.output();
  }

  /** Waits until the application answers. */
  public void awaitHttp(Server server) {
    Awaitility.await("answer of " + server.name + ", see " + server.log())
        .atMost(START_LIMIT)
        .pollInterval(LOOK)
        .ignoreExceptions()
        .until(() -> Http.get(server.httpPort, application.path()).status() == 200);
  }

  /** Waits until a server serves and sees all others. */
  public void awaitMember(Server server) {
    // One that ages from its start on may be sending its state before anyone looks.
    awaitAnyStage(server, Set.of("IN_SERVICE", "DUPLEXING"));
    long members = servers.values().stream().filter(s -> s.withAgent).count();
    Awaitility.await(server.name + " sees all, see " + server.log())
        .atMost(START_LIMIT)
        .pollInterval(LOOK)
        .until(
            () ->
                ((TabularData) server.attribute("perennial:type=Cluster", "Roster")).size()
                    == members);
  }

  /** Waits until a server's own entry is in a stage. */
  public void awaitStage(Server server, String stage) {
    awaitAnyStage(server, Set.of(stage));
  }

  private static void awaitAnyStage(Server server, Set<String> stages) {
    Awaitility.await(server.name + " in " + stages + ", see " + server.log())
        .atMost(START_LIMIT)
        .pollInterval(LOOK)
        .ignoreExceptions()
        .until(() -> stages.contains((String) server.attribute(Server.SERVER_BEAN, "Stage")));
  }

  /** Waits until any of the servers has said it: that which leads, of what is planned. */
  public void awaitSaid(String words) {
    Awaitility.await("\"" + words + "\" in a log under " + work)
        .atMost(WORDS_LIMIT)
        .until(
            () -> {
              for (Server server : servers.values()) {
                if (server.agentLog().contains(words)) {
                  return true;
                }
              }
              return false;
            });
  }

  /**
   * Has a server rejuvenated by an operator's order, and waits until it is young and in service
   * again.
   */
  public void rejuvenate(Server server) throws Exception {
    Object started = server.startTime();
    server.call(Server.SERVER_BEAN, "rejuvenate");
    awaitRestart(server, started);
  }

  /** Waits until a life that began then is over, and the server in service again. */
  public void awaitRestart(Server server, Object started) {
    Awaitility.await("restart of " + server.name + ", see " + server.log())
        .atMost(RESTART_LIMIT)
        .pollInterval(LOOK)
        .ignoreExceptions()
        .until(() -> !server.startTime().equals(started));
    awaitStage(server, "IN_SERVICE");
  }

  @Override
  public void close() {
    servers().forEach(Server::kill);
  }
}
