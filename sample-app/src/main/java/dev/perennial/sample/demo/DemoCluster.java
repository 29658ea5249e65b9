package dev.perennial.sample.demo;

import dev.perennial.sample.client.Endpoint;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The servers of the demo. {@link #close} may be called by any thread, and more than once. */
final class DemoCluster implements AutoCloseable {
  private static final int SECRET_BYTES = 24;
  private static final int LOWEST_PORT = 10_000;
  private static final int HIGHEST_PORT = 30_000;
  private static final int MAX_TRIES = 1_000;

  private final DemoOptions options;
  private final List<ServerProcess> servers;

  /**
   * @param agent jar
   * @param folder for all files of the servers
   */
  DemoCluster(DemoOptions options, Path agent, Path folder, Http http) throws IOException {
    this.options = options;
    List<ServerPlan> plans = plans(options.mode(), folder);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    String secretText = HexFormat.of().formatHex(secret);
    // Absolute, as the servers run in folders of their own.
    String classPath =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(System.getProperty("java.class.path"))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    servers =
        plans.stream()
            .map(
                p ->
                    new ServerProcess(
                        p, p.command(java, agent, classPath, options, plans), secretText, http))
            .toList();
  }

  void start() throws IOException {
    for (ServerProcess server : servers) {
      server.start();
    }
  }

  List<ServerProcess> servers() {
    return servers;
  }

  ServerProcess server(String name) {
    return servers.stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new DemoFailure("the cluster speaks of " + name + ", which is not ours"));
  }

  /** Returns the servers as the client's balancer sees them. */
  List<Endpoint> endpoints() {
    return servers.stream().map(ServerProcess::plan).map(this::endpoint).toList();
  }

  /** Fails if a process has ended: that never is part of the story. */
  void requireAlive() {
    for (ServerProcess server : servers) {
      if (!server.isAlive()) {
        throw new DemoFailure(server.name() + " has ended; see " + server.plan().log());
      }
    }
  }

  @Override
  public void close() {
    servers.forEach(ServerProcess::kill);
  }

  private Endpoint endpoint(ServerPlan plan) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    InetSocketAddress application = new InetSocketAddress(loopback, plan.applicationPort());
    return options.withAgent()
        ? new Endpoint(
            plan.name(), application, new InetSocketAddress(loopback, plan.agentPort()), "/ready")
        : new Endpoint(plan.name(), application, application, "/health");
  }

  private static List<ServerPlan> plans(DemoMode mode, Path folder) throws IOException {
    List<Integer> ports = freePorts(4 * mode.roles().size());
    List<ServerPlan> plans = new ArrayList<>();
    for (int i = 0; i < mode.roles().size(); i++) {
      String name = "s" + (i + 1);
      List<Integer> own = ports.subList(4 * i, 4 * i + 4);
      plans.add(
          new ServerPlan(
              name,
              mode.roles().get(i),
              own.get(0),
              own.get(1),
              own.get(2),
              own.get(3),
              folder.resolve(name)));
    }
    return List.copyOf(plans);
  }

  /**
   * Returns ports that were free a moment ago, all different. Below those that systems give to
   * outgoing connections, one of which could have taken it before its server does.
   */
  private static List<Integer> freePorts(int count) throws IOException {
    SplittableRandom random = new SplittableRandom();
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int tries = 0; sockets.size() < count; tries++) {
        try {
          int port = random.nextInt(LOWEST_PORT, HIGHEST_PORT);
          sockets.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException e) {
          if (tries == MAX_TRIES) {
            throw e;
          }
        }
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
