package dev.perennial.e2e;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network namespace for each server, joined by one more, in which the case runs as another
 * process: it passes on what servers send one another, and can stop that. Clients always reach each
 * server. It takes root and iproute2.
 */
final class FaultNetwork implements AutoCloseable {
  private static final String PROPERTY = "e2e.network";
  private static final String TOKEN = "Yb7-kQ2.mZ4tq0LwX9cR";
  private static final int SERVERS = 3;
  private static final AtomicInteger MADE = new AtomicInteger();

  private final List<Server> servers;
  private final List<Forwarder> forwarders = new ArrayList<>();

  private FaultNetwork(List<Server> servers) {
    this.servers = servers;
  }

  /** Returns whether this process is in the middle of such a network. */
  static boolean isHere() {
    return System.getProperty(PROPERTY) != null;
  }

  /**
   * Makes a network, runs a case in it, and takes the network away.
   *
   * @return whether the case ended well; what there is to say of it is on the standard output
   */
  static boolean run(String name) throws IOException, InterruptedException, SkippedException {
    String network = "perennial-" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet();
    try {
      make(network);
      List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", network));
      command.add(ProcessHandle.current().info().command().orElseThrow());
      System.getProperties().stringPropertyNames().stream()
          .filter(property -> property.startsWith("e2e."))
          .forEach(property -> command.add("-D" + property + "=" + System.getProperty(property)));
      command.add("-D" + PROPERTY + "=" + network);
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), FaultsIT.class.getName(), name));
      Process inside = new ProcessBuilder(command).inheritIO().start();
      try {
        return inside.waitFor() == 0;
      } finally {
        // In order: it ends its servers, too.
        inside.destroy();
        inside.onExit().join();
      }
    } finally {
      for (String each : names(network)) {
        Program.run(List.of("ip", "netns", "delete", each), Map.of());
      }
    }
  }

  private static List<String> names(String network) {
    return IntStream.rangeClosed(0, SERVERS)
        .mapToObj(i -> i == 0 ? network : network + "-" + i)
        .toList();
  }

  private static void make(String network)
      throws IOException, InterruptedException, SkippedException {
    List<String> names = names(network);
    for (String name : names) {
      Program add = Program.run(List.of("ip", "netns", "add", name), Map.of());
      if (add.status() != 0) {
        throw new SkippedException("needs root and iproute2: " + add.output().strip());
      }
      ip("-n", name, "link", "set", "lo", "up");
    }
    for (int i = 1; i <= SERVERS; i++) {
      String outer = "to" + i;
      String inner = names.get(i);
      ip(
          "-n", network, "link", "add", outer, "type", "veth", "peer", "name", "out", "netns",
          inner);
      ip("-n", network, "addr", "add", "10.77." + i + ".1/24", "dev", outer);
      ip("-n", network, "link", "set", outer, "up");
      ip("-n", inner, "addr", "add", address(i) + "/24", "dev", "out");
      ip("-n", inner, "link", "set", "out", "up");
      ip("-n", inner, "route", "add", "default", "via", "10.77." + i + ".1");
    }
    ip("netns", "exec", network, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
  }

  private static String address(int server) {
    return "10.77." + server + ".2";
  }

  /** Puts the servers of a cluster, which are not started yet, into this network. */
  static FaultNetwork with(Cluster cluster) throws IOException {
    List<Server> servers = cluster.servers();
    FaultNetwork network = new FaultNetwork(servers);
    for (int i = 1; i <= servers.size(); i++) {
      network.place(servers.get(i - 1), i);
    }
    cluster.with(
        "perennial.cluster.members",
        IntStream.rangeClosed(1, servers.size())
            .mapToObj(i -> address(i) + ":" + servers.get(i - 1).clusterPort)
            .collect(Collectors.joining(";")));
    return network;
  }

  private void place(Server server, int number) throws IOException {
    server.launcher.addAll(
        List.of("ip", "netns", "exec", System.getProperty(PROPERTY) + "-" + number));
    server.settings.put("perennial.cluster.bind", address(number));
    server.settings.put("perennial.http.bind", address(number));
    server.httpToken = TOKEN;
    Path token = Files.writeString(server.base.resolve("token"), TOKEN);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    server.settings.put("perennial.http.token-file", token.toString());
    server.withJmx = false;
    server.jmxOptions().stream()
        .map(o -> o.replace("jmxremote.host=127.0.0.1", "jmxremote.host=" + address(number)))
        .forEach(server.laterOptions::add);
    Path file = server.base.resolve("conf/server.xml");
    Files.writeString(file, Files.readString(file).replace(" address=\"127.0.0.1\"", ""));
    // Which keeps its examples, and with them the first answer, for clients of its own machine.
    Files.deleteIfExists(server.base.resolve("webapps/examples/META-INF/context.xml"));
    for (int port : List.of(server.httpPort, server.agentPort, server.jmxPort)) {
      forwarders.add(new Forwarder(address(number), port));
    }
  }

  /** Drops from now on all that a server and the others send each other. */
  void cut(Server server) throws IOException, InterruptedException {
    change("add", server);
  }

  /** Passes it on again. */
  void join(Server server) throws IOException, InterruptedException {
    change("delete", server);
  }

  private void change(String what, Server server) throws IOException, InterruptedException {
    int number = servers.indexOf(server) + 1;
    ip("rule", what, "iif", "to" + number, "pref", "100", "blackhole");
    for (int i = 1; i <= servers.size(); i++) {
      if (i != number) {
        ip("rule", what, "iif", "to" + i, "to", address(number), "pref", "101", "blackhole");
      }
    }
  }

  private static void ip(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Program program = Program.run(command, Map.of());
    if (program.status() != 0) {
      throw new IOException(command + ": " + program.output());
    }
  }

  @Override
  public void close() throws IOException {
    for (Forwarder forwarder : forwarders) {
      forwarder.close();
    }
  }
}
