package dev.perennial.testing.cluster;

import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpRequest;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/**
 * A server of a cluster: one process, which outlives restarts in place. What it is started with may
 * be changed until then, by one thread; {@link #kill} may be called by any.
 */
public final class Server {
  /** Names the agent's MBean of the server. */
  public static final String SERVER_BEAN = "perennial:type=Server";

  /** What the servers of all clusters share if nothing else is said. */
  public static final String SECRET = "a secret for the tests alone, 0123456789";

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);

  public final String name;

  /** The folder that it runs in and that all its files are in. */
  public final Path base;

  public final int httpPort = FreePorts.next();
  public final int agentPort = FreePorts.next();
  public final int clusterPort = FreePorts.next();
  public final int jmxPort = FreePorts.next();

  /** Of the agent, by their whole names. */
  public final Map<String, String> settings = new TreeMap<>();

  public final Map<String, String> environment = new TreeMap<>(Map.of("PERENNIAL_SECRET", SECRET));

  /** What its agent tells its cluster for; empty where it asks for nothing. */
  public String httpToken = "";

  /** What starts the JVM, with the JVM's command as its arguments. */
  public final List<String> launcher = new ArrayList<>();

  /** Options of the JVM, before the agent's and after it. */
  public final List<String> jvmOptions = new ArrayList<>();

  public final List<String> laterOptions = new ArrayList<>();

  /** Class path, main class and arguments of another program than the cluster's application. */
  public final List<String> program = new ArrayList<>();

  public boolean withAgent = true;

  /** The jar of another agent than the cluster's; null for the cluster's. */
  public @Nullable Path agent;

  /** Whether others can read its MBeans. */
  public boolean withJmx = true;

  private volatile @Nullable Process process;

  /** Guarded by this. */
  private @Nullable JMXConnector kept;

  /**
   * Takes its ports; starts nothing.
   *
   * @param base folder
   */
  public Server(String name, Path base) {
    this.name = name;
    this.base = base;
  }

  /** Returns the options of the JVM that let others read its MBeans. */
  public List<String> jmxOptions() {
    return List.of(
        "-Dcom.sun.management.jmxremote.port=" + jmxPort,
        "-Dcom.sun.management.jmxremote.rmi.port=" + jmxPort,
        "-Dcom.sun.management.jmxremote.host=127.0.0.1",
        "-Djava.rmi.server.hostname=127.0.0.1",
        "-Dcom.sun.management.jmxremote.authenticate=false",
        "-Dcom.sun.management.jmxremote.ssl=false");
  }

  /** Starts a process as this server, and takes it for the one that it was. */
  public void start(List<String> command) throws IOException {
    process = CleanProcess.start(command, base, log(), environment);
  }

  /** Returns where all goes that its process prints. */
  public Path log() {
    return base.resolve("out.log");
  }

  /** Returns where its agent's files are, if no setting says otherwise. */
  public Path agentFolder() {
    return base.resolve("agent");
  }

  /** Returns all that the agent and the application have said so far. */
  public String agentLog() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(log()));
    if (Files.isDirectory(agentFolder())) {
      try (Stream<Path> files = Files.walk(agentFolder())) {
        for (Path file : files.filter(f -> f.toString().endsWith(".log")).toList()) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  public long pid() {
    return process().pid();
  }

  public boolean isAlive() {
    Process started = process;
    return started != null && started.isAlive();
  }

  public Process process() {
    return Objects.requireNonNull(process, "not started yet");
  }

  /** Ends its process at once, if there is one, and waits until it is gone. */
  public void kill() {
    Process started = process;
    if (started != null) {
      started.destroyForcibly().onExit().join();
    }
  }

  /** Returns the command line as the kernel has it, one argument a line. */
  public String commandLine() throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid()), "cmdline")).replace('\0', '\n');
  }

  /** Returns whether its agent says that it is on the available list. */
  public boolean ready() {
    return Http.ok(agentPort, HttpRequest.get("/ready"), ANSWER_LIMIT).isPresent();
  }

  /** Returns the cluster as its agent sees it; empty if it does not answer, or knows none. */
  public Optional<ClusterStatus> cluster() {
    HttpRequest request =
        httpToken.isEmpty()
            ? HttpRequest.get("/cluster")
            : HttpRequest.get("/cluster", "Authorization: Bearer " + httpToken);
    return Http.ok(agentPort, request, ANSWER_LIMIT)
        .flatMap(ClusterStatus::of)
        .filter(status -> !status.servers().isEmpty());
  }

  /**
   * Reads an attribute of one of the MBeans. The connection is kept, as to make one is work for
   * both sides, and some ask ten times a second.
   */
  public synchronized Object attribute(String bean, String attribute)
      throws IOException, JMException {
    JMXConnector used = kept;
    if (used != null) {
      try {
        return used.getMBeanServerConnection().getAttribute(new ObjectName(bean), attribute);
      } catch (IOException e) {
        // It was a former life's. Whoever only reads may ask again.
        kept = null;
      }
    }
    JMXConnector fresh = JMXConnectorFactory.connect(jmxUrl());
    kept = fresh;
    return fresh.getMBeanServerConnection().getAttribute(new ObjectName(bean), attribute);
  }

  /** Returns when this life of the JVM began. */
  public Object startTime() throws IOException, JMException {
    return attribute("java.lang:type=Runtime", "StartTime");
  }

  /** Calls an operation without arguments. */
  public Object call(String bean, String operation) throws IOException, JMException {
    return withJmx(c -> c.invoke(new ObjectName(bean), operation, new Object[0], new String[0]));
  }

  /** Does something over a connection to the MBeans. */
  public <T> T withJmx(JmxCall<T> call) throws IOException, JMException {
    try (JMXConnector connector = JMXConnectorFactory.connect(jmxUrl())) {
      return call.with(connector.getMBeanServerConnection());
    }
  }

  private JMXServiceURL jmxUrl() throws MalformedURLException {
    return new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi");
  }

  /** Something done over JMX. */
  public interface JmxCall<T> {
    T with(MBeanServerConnection connection) throws IOException, JMException;
  }
}
