package dev.perennial.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.openmbean.TabularData;
import org.awaitility.Awaitility;

/**
 * Tomcats on loopback with the agent, each a process of its own; {@link #close} ends them whatever
 * happened.
 */
final class Cluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  final String tomcat;
  private final Path work;
  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  /**
   * @param test names the folder that the servers' files are in
   * @param tomcat major version of the distribution
   */
  Cluster(String test, String tomcat) throws IOException {
    this.tomcat = tomcat;
    this.work = TestSetup.work().resolve(test + "-" + tomcat);
    delete(work);
    Files.createDirectories(work);
    settings.put("perennial.mode", "active-standby");
    settings.put("perennial.action", "supervised");
    settings.put("perennial.cluster.bind", "127.0.0.1");
    settings.put("perennial.http.bind", "127.0.0.1");
  }

  /**
   * Returns two primaries and a spare on Tomcat 11, with an application that shows its sessions;
   * not started yet.
   */
  static Cluster withProbes(String test) throws IOException {
    Cluster cluster = new Cluster(test, "11");
    for (String name : List.of("s1", "s2", "s3")) {
      Server added = cluster.add(name, name.equals("s3") ? "spare" : "primary");
      WebApp.lay(cluster, added, "probe", List.of("Probe.java"));
    }
    return cluster;
  }

  /** Sets a setting of all servers that are not started yet. */
  Cluster with(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** Adds a server; not started yet. */
  Server add(String name, String role) throws IOException {
    Server server = new Server(name, work.resolve(name));
    server.settings.put("perennial.server", name);
    server.settings.put("perennial.role", role);
    servers.put(name, server);
    lay(server);
    return server;
  }

  Server get(String name) {
    return servers.get(name);
  }

  List<Server> servers() {
    return List.copyOf(servers.values());
  }

  /** Starts all servers and waits until each serves and they see one another. */
  Cluster start() throws Exception {
    for (Server server : servers.values()) {
      start(server);
    }
    for (Server server : servers.values()) {
      awaitHttp(server);
    }
    for (Server server : servers.values()) {
      if (server.withAgent) {
        awaitMember(server);
      }
    }
    return this;
  }

  /** Waits until a server serves and sees all others. */
  void awaitMember(Server server) {
    awaitServing(server);
    Awaitility.await(server.name + " sees all, see " + server.log())
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                ((TabularData) server.attribute("perennial:type=Cluster", "Roster")).size()
                    == servers.values().stream().filter(s -> s.withAgent).count());
  }

  void start(Server server) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(server.launcher);
    command.add(TestSetup.java().toString());
    command.add("-Xmx256m");
    command.add("-Djava.io.tmpdir=" + server.base.resolve("temp"));
    command.addAll(server.jvmOptions);
    if (server.withAgent) {
      command.add("-javaagent:" + server.agent + "=" + arguments(server));
    }
    command.addAll(server.laterOptions);
    command.addAll(jmx(server));
    command.addAll(server.program.isEmpty() ? tomcat(server) : server.program);
    server.start(command);
  }

  /** Returns the options that let the tests read the server's MBeans. */
  static List<String> jmx(Server server) {
    return List.of(
        "-Dcom.sun.management.jmxremote.port=" + server.jmxPort,
        "-Dcom.sun.management.jmxremote.rmi.port=" + server.jmxPort,
        "-Dcom.sun.management.jmxremote.host=127.0.0.1",
        "-Djava.rmi.server.hostname=127.0.0.1",
        "-Dcom.sun.management.jmxremote.authenticate=false",
        "-Dcom.sun.management.jmxremote.ssl=false");
  }

  private List<String> tomcat(Server server) {
    Path home = TestSetup.tomcat(tomcat);
    return List.of(
        "-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager",
        "-Dcatalina.home=" + home,
        "-Dcatalina.base=" + server.base,
        "-cp",
        home.resolve("bin/bootstrap.jar") + ":" + home.resolve("bin/tomcat-juli.jar"),
        "org.apache.catalina.startup.Bootstrap",
        "start");
  }

  /**
   * Puts the agent into a server that runs without it, from the command line.
   *
   * @return what the command said
   */
  String attach(Server server) throws Exception {
    Program attach =
        Program.run(
            List.of(
                TestSetup.java().toString(),
                "-jar",
                TestSetup.agentJar().toString(),
                "attach",
                Long.toString(server.pid()),
                arguments(server)),
            Map.of());
    if (attach.status() != 0) {
      throw new AssertionError("attach ended with " + attach.status() + ": " + attach.output());
    }
    return attach.output();
  }

  private String arguments(Server server) {
    Map<String, String> all = new LinkedHashMap<>(settings);
    all.putAll(server.settings);
    all.putIfAbsent("perennial.cluster.port", Integer.toString(server.clusterPort));
    all.putIfAbsent("perennial.http.port", Integer.toString(server.agentPort));
    all.putIfAbsent("perennial.log.dir", server.base.resolve("agent").toString());
    all.putIfAbsent(
        "perennial.cluster.members",
        servers.values().stream()
            .map(s -> "127.0.0.1:" + s.clusterPort)
            .collect(Collectors.joining(";")));
    return all.entrySet().stream()
        .map(e -> e.getKey().substring("perennial.".length()) + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  /** Waits until the application answers. */
  void awaitHttp(Server server) {
    Awaitility.await("answer of " + server.name + ", see " + server.log())
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(() -> Http.get(server.httpPort, "/examples/index.html").status() == 200);
  }

  /** Waits until a server's own entry is in a stage. */
  void awaitStage(Server server, String stage) {
    awaitAnyStage(server, Set.of(stage));
  }

  /** A server that ages from its start on may be sending its state before anyone looks. */
  private static void awaitServing(Server server) {
    awaitAnyStage(server, Set.of("IN_SERVICE", "DUPLEXING"));
  }

  private static void awaitAnyStage(Server server, Set<String> stages) {
    Awaitility.await(server.name + " in " + stages + ", see " + server.log())
        .atMost(START_LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptions()
        .until(() -> stages.contains((String) server.attribute(Server.SERVER_BEAN, "Stage")));
  }

  /** Waits until any of the servers has said it: that which leads, of what is planned. */
  void awaitSaid(String words) {
    Awaitility.await("\"" + words + "\" in a log under " + work)
        .atMost(Duration.ofMinutes(1))
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
  void rejuvenate(Server server) throws Exception {
    Object started = server.startTime();
    server.call(Server.SERVER_BEAN, "rejuvenate");
    awaitRestart(server, started);
  }

  /** Waits until a life that began then is over, and the server in service again. */
  void awaitRestart(Server server, Object started) {
    Awaitility.await("restart of " + server.name + ", see " + server.log())
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .ignoreExceptions()
        .until(() -> !server.startTime().equals(started));
    awaitStage(server, "IN_SERVICE");
  }

  /** Makes a CATALINA_BASE: the distribution's own files, but for ports and addresses. */
  private void lay(Server server) throws IOException {
    Path home = TestSetup.tomcat(tomcat);
    Files.createDirectories(server.base.resolve("temp"));
    Files.createDirectories(server.base.resolve("logs"));
    Files.createDirectories(server.base.resolve("webapps"));
    copy(home.resolve("conf"), server.base.resolve("conf"));
    copy(home.resolve("webapps/examples"), server.base.resolve("webapps/examples"));
    Path file = server.base.resolve("conf/server.xml");
    String xml =
        Files.readString(file)
            .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
            .replace(
                "<Connector port=\"8080\"",
                "<Connector port=\"" + server.httpPort + "\" address=\"127.0.0.1\"");
    Files.writeString(file, xml, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    for (Server server : servers.values()) {
      if (server.isAlive()) {
        server.process().destroyForcibly().onExit().join();
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(dir)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, java.io.IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
