package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.cluster.CleanProcess;
import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Servers that meet elsewhere than at 127.0.0.1, and reach each other's application there too. */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class OtherAddressesIT {
  private static final String[] INTERFACES = {"10.77.0.1", "10.77.0.2"};

  /** That members meet there is tested without whole servers, too. */
  @Test
  @Tag("full")
  void aSessionSurvivesARestartAmongServersAtIPv6() throws Exception {
    skipUnless(
        NetworkInterface.getByInetAddress(InetAddress.getAllByName("::1")[0]) != null,
        "there is no IPv6 here");
    sessionSurvivesRestart("addresses-ipv6", "::1", "::1");
  }

  /** In a network of their own, in which this test goes on as another process. */
  @Test
  void aSessionSurvivesARestartAmongServersAtOtherInterfacesThanLoopback() throws Exception {
    String network = "perennial-" + ProcessHandle.current().pid();
    skipUnless(succeeds("ip", "netns", "add", network), "it takes root and iproute2");
    try {
      ip(network, "link", "set", "lo", "up");
      ip(network, "link", "add", "pr0", "type", "veth", "peer", "name", "pr1");
      for (int i = 0; i < INTERFACES.length; i++) {
        ip(network, "addr", "add", INTERFACES[i] + "/24", "dev", "pr" + i);
        ip(network, "link", "set", "pr" + i, "up");
      }
      List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", network));
      command.add(ProcessHandle.current().info().command().orElseThrow());
      System.getProperties().stringPropertyNames().stream()
          .filter(name -> name.startsWith("e2e."))
          .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
      command.addAll(
          List.of("-cp", System.getProperty("java.class.path"), OtherAddressesIT.class.getName()));
      Path output = Files.createTempFile("in-network", ".log");
      Process inside = CleanProcess.start(command, Path.of("").toAbsolutePath(), output, Map.of());
      try {
        assertThat(inside.waitFor(9, TimeUnit.MINUTES)).isTrue();
        assertThat(inside.exitValue()).as(Files.readString(output)).isZero();
      } finally {
        // In order: it ends its servers, too.
        inside.destroy();
        inside.onExit().join();
        Files.delete(output);
      }
    } finally {
      assertThat(succeeds("ip", "netns", "delete", network)).isTrue();
    }
  }

  /** What goes on in that network. */
  public static void main(String[] args) throws Exception {
    sessionSurvivesRestart("addresses-interfaces", INTERFACES[0], INTERFACES[1]);
  }

  private static void sessionSurvivesRestart(String test, String first, String second)
      throws Exception {
    try (Cluster cluster = Clusters.of(test, "11")) {
      Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "servers"));
      Server aging = at(first, cluster.add("s1", "primary"));
      Server spare = at(second, cluster.add("s2", "spare"));
      cluster.with("perennial.cluster.members", member(first, aging) + ";" + member(second, spare));
      cluster.start();
      long pid = aging.pid();
      ExampleSession session = ExampleSession.open(aging.httpPort);
      session.write(aging.httpPort, "colour", "green");
      for (Server server : cluster.servers()) {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), server.clusterPort))
            .isInstanceOf(ConnectException.class);
      }

      cluster.rejuvenate(aging);

      // The second is relayed by the one that is young again.
      session.expect(spare.httpPort, "colour", "green");
      session.write(aging.httpPort, "colour", "blue");
      assertThat(aging.pid()).isEqualTo(pid);
      assertThat(aging.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("SPARE");
      for (Server server : cluster.servers()) {
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      }
    }
  }

  private static Server at(String address, Server server) throws IOException {
    server.settings.put("perennial.cluster.bind", address);
    Path file = server.base.resolve("conf/server.xml");
    String text = Files.readString(file);
    assertThat(text).contains(" address=\"127.0.0.1\"");
    // As it comes: a connector that listens at all addresses.
    Files.writeString(file, text.replace(" address=\"127.0.0.1\"", ""));
    return server;
  }

  private static String member(String address, Server server) {
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + server.clusterPort;
  }

  private static void ip(String network, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip", "-n", network));
    command.addAll(List.of(arguments));
    Program program = Program.run(command, Map.of());
    assertThat(program.status()).as(program.output()).isZero();
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return Program.run(List.of(command), Map.of()).status() == 0;
    } catch (IOException e) {
      // There is no such program.
      return false;
    }
  }

  private static void skipUnless(boolean can, String why) {
    if (!can) {
      System.out.println("SKIPPED: " + why);
      Assumptions.abort(why);
    }
  }
}
