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

  /** What the servers of all clusters share if nothing else is said. */
  static final String SECRET = "a secret for the tests alone, 0123456789";

  final String name;
  final Path base;
  final int httpPort = TestSetup.freePort();
  final int agentPort = TestSetup.freePort();
  final int clusterPort = TestSetup.freePort();
  final int jmxPort = TestSetup.freePort();
  final Map<String, String> settings = new TreeMap<>();
  final Map<String, String> environment = new TreeMap<>(Map.of("PERENNIAL_SECRET", SECRET));

  /** What starts the JVM, with the JVM's command as its arguments. */
  final List<String> launcher = new ArrayList<>();

  /** Options of the JVM, before the agent's and after it. */
  final List<String> jvmOptions = new ArrayList<>();

  final List<String> laterOptions = new ArrayList<>();

  /** Class path, main class and arguments of another program than a Tomcat. */
  final List<String> program = new ArrayList<>();

  boolean withAgent = true;

  /** The jar of its agent. */
  Path agent = TestSetup.agentJar();

  private Process process;

  Server(String name, Path base) {
    this.name = name;
    this.base = base;
  }

  void start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    clean(builder.environment());
    builder.environment().putAll(environment);
    process = builder.start();
  }

  /** Takes out what a JVM or the agent would take from whoever runs the tests. */
  static void clean(Map<String, String> environment) {
    environment
        .keySet()
        .removeIf(k -> k.startsWith("PERENNIAL_") || k.startsWith("JAVA_") || k.startsWith("JDK_"));
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

  /** Returns the command line as the kernel has it, one argument a line. */
  String commandLine() throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid()), "cmdline")).replace('\0', '\n');
  }

  /** Returns when this life of the JVM began. */
  Object startTime() throws Exception {
    return attribute("java.lang:type=Runtime", "StartTime");
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
