package dev.perennial.sample.demo;

import dev.perennial.sample.client.Endpoint;
import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.fault.Fault;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The servers of the demo. {@link #close} may be called by any thread, and more than once. */
final class DemoCluster implements AutoCloseable {
  private static final int SECRET_BYTES = 24;
  private static final int STOP_SECONDS = 10;

  private final boolean withAgent;
  private final Cluster cluster;

  /**
   * Makes the servers; none is started.
   *
   * @param agent jar
   * @param folder for all files of the servers
   */
  DemoCluster(DemoOptions options, Path agent, Path folder) throws IOException {
    this.withAgent = options.withAgent();
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    cluster = new Cluster(folder, java, agent, new ShopProgram(classPath()));
    cluster.jvmOptions.add("-Xmx" + options.scale().heapMib() + "m");
    cluster.jvmOptions.addAll(options.scale().jvmOptions());
    if (options.sabotage() != null) {
      cluster.jvmOptions.add("-D" + Fault.PROPERTY + "=" + options.sabotage());
    }
    cluster.with("perennial.mode", options.mode().text()).with("perennial.action", "automatic");
    // Small heaps fill fast; what they cost a server that is in a cluster is not the matter here.
    cluster.with("perennial.cluster.least-heap", "0");
    options.scale().settings().forEach(s -> cluster.with("perennial." + s.key(), s.value()));
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    List<String> roles = options.roles();
    for (int i = 0; i < roles.size(); i++) {
      Server server = cluster.add("s" + (i + 1), roles.get(i));
      server.withAgent = withAgent;
      server.environment.put("PERENNIAL_SECRET", HexFormat.of().formatHex(secret));
    }
  }

  void start() throws IOException {
    for (Server server : servers()) {
      cluster.start(server);
    }
  }

  List<Server> servers() {
    return cluster.servers();
  }

  Server server(String name) {
    return servers().stream()
        .filter(s -> s.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new DemoFailure("the cluster speaks of " + name + ", which is not ours"));
  }

  /** Returns the command line that starts a server. */
  List<String> command(Server server) {
    return cluster.command(server);
  }

  /** Returns the servers as the client's balancer sees them. */
  List<Endpoint> endpoints() {
    return servers().stream().map(this::endpoint).toList();
  }

  private Endpoint endpoint(Server server) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    InetSocketAddress application = new InetSocketAddress(loopback, server.httpPort);
    return withAgent
        ? new Endpoint(
            server.name, application, new InetSocketAddress(loopback, server.agentPort), "/ready")
        : new Endpoint(server.name, application, application, "/health");
  }

  /** Fails if a process has ended: that never is part of the story. */
  void requireAlive() {
    for (Server server : servers()) {
      if (!server.isAlive()) {
        throw new DemoFailure(server.name + " has ended; see " + server.log());
      }
    }
  }

  /** Ends a server as an operator would, and starts it again. */
  void restartPlainly(Server server) throws IOException, InterruptedException {
    server.process().destroy();
    if (!server.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      server.kill();
    }
    cluster.start(server);
  }

  @Override
  public void close() {
    cluster.close();
  }

  /** Absolute, as the servers run in folders of their own. */
  private static String classPath() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getProperty("java.class.path"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
