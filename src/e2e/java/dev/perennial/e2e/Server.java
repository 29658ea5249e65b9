package dev.perennial.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A server under test: one process with the agent. */
final class Server {
  /** Names the agent's MBean of the server. */
  static final String SERVER_BEAN = "perennial:type=Server";

  final String name;
  final Path base;
  final int httpPort = TestSetup.freePort();
  final int agentPort = TestSetup.freePort();
  final int clusterPort = TestSetup.freePort();
  final int jmxPort = TestSetup.freePort();
  final Map<String, String> settings = new TreeMap<>();
  final List<String> jvmOptions = new ArrayList<>();
  boolean withAgent = true;

  private Process process;

  Server(String name, Path base) {
    this.name = name;
    this.base = base;
  }

  void start(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder
        .environment()
        .keySet()
        .removeIf(k -> k.startsWith("PERENNIAL_") || k.startsWith("JAVA_"));
    builder.environment().putAll(environment);
    process = builder.start();
  }

  Path log() {
    return base.resolve("out.log");
  }

  /** Returns all that the agent and the container have said so far. */
  String agentLog() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(log()));
    Path folder = base.resolve("agent");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process != null && process.isAlive();
  }

  Process process() {
    return process;
  }

  /** Reads an attribute of one of the agent's MBeans. */
  Object attribute(String bean, String attribute) throws Exception {
    return withJmx(c -> c.getAttribute(new ObjectName(bean), attribute));
  }

  /** Calls an operation without arguments. */
  Object call(String bean, String operation) throws Exception {
    return withJmx(c -> c.invoke(new ObjectName(bean), operation, new Object[0], new String[0]));
  }

  <T> T withJmx(JmxCall<T> call) throws Exception {
    JMXServiceURL url =
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi");
    try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
      return call.with(connector.getMBeanServerConnection());
    }
  }

  /** Something done over JMX. */
  interface JmxCall<T> {
    T with(MBeanServerConnection connection) throws Exception;
  }
}
