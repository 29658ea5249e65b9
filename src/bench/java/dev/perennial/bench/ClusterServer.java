package dev.perennial.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** One server of a cluster, as a process of its own. */
public final class ClusterServer implements AutoCloseable {
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);
  private static final String SERVER = "perennial:type=Server";

  public final String name;
  public final int port = TomcatFolder.freePort();
  public final int agentPort = TomcatFolder.freePort();
  final int checkPort = TomcatFolder.freePort();
  public final int clusterPort = TomcatFolder.freePort();
  private final int jmxPort = TomcatFolder.freePort();
  private final Path base;
  private Process process;

  /**
   * Takes its ports; starts nothing.
   *
   * @param base a folder of its own, there before it is started
   */
  public ClusterServer(String name, Path base) {
    this.name = name;
    this.base = base;
  }

  /**
   * Starts it.
   *
   * @param java with its options, and what starts it
   * @param settings of the agent, "key=value,..."
   * @param members of the cluster, "host:port;..."
   * @param program options, class path and main class
   */
  public void start(
      List<String> java, Path agent, String settings, String members, List<String> program)
      throws IOException {
    List<String> command = new ArrayList<>(java);
    command.add(
        "-javaagent:%s=server=%s,cluster.port=%d,cluster.members=%s,http.port=%d,%s"
                .formatted(agent, name, clusterPort, members, agentPort, settings)
            + (",http.agent-check-port=" + checkPort + ",log.dir=" + base.resolve("agent")));
    command.addAll(
        List.of(
            "-Dcom.sun.management.jmxremote.port=" + jmxPort,
            "-Dcom.sun.management.jmxremote.rmi.port=" + jmxPort,
            "-Dcom.sun.management.jmxremote.host=127.0.0.1",
            "-Djava.rmi.server.hostname=127.0.0.1",
            "-Dcom.sun.management.jmxremote.authenticate=false",
            "-Dcom.sun.management.jmxremote.ssl=false"));
    command.addAll(program);
    process = TomcatFolder.start(command, base);
  }

  /** Waits until it is in service, and in another life than before. */
  public void awaitService(Object before) throws IOException, InterruptedException {
    long end = System.nanoTime() + LIMIT_NANOS;
    while (System.nanoTime() - end < 0) {
      if (!process.isAlive()) {
        break;
      }
      try {
        if (!life().equals(before) && attribute(SERVER, "Stage").equals("IN_SERVICE")) {
          return;
        }
      } catch (IOException | JMException e) {
        // Not up yet; asked again.
        continue;
      } finally {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IOException(name + " is not in service; see " + base.resolve("out.log"));
  }

  /** Returns what tells one life from another. */
  Object life() throws IOException, JMException {
    return attribute("java.lang:type=Runtime", "StartTime");
  }

  void rejuvenate() throws IOException, JMException {
    try (JMXConnector connector = connect()) {
      connector
          .getMBeanServerConnection()
          .invoke(new ObjectName(SERVER), "rejuvenate", new Object[0], new String[0]);
    }
  }

  /** Reads an attribute of one of its MBeans. */
  public Object attribute(String bean, String attribute) throws IOException, JMException {
    try (JMXConnector connector = connect()) {
      MBeanServerConnection beans = connector.getMBeanServerConnection();
      return beans.getAttribute(new ObjectName(bean), attribute);
    }
  }

  private JMXConnector connect() throws IOException {
    return JMXConnectorFactory.connect(
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi"));
  }

  /** Writes a byte to its standard input. */
  public void tell() throws IOException {
    process.getOutputStream().write('x');
    process.getOutputStream().flush();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }
}
