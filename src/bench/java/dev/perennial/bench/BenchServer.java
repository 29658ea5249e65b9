package dev.perennial.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/** One Tomcat of the distribution, as it comes but for its ports. */
final class BenchServer implements AutoCloseable {
  private static final int CLIENTS = 2;
  private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(90);

  private final Options options;
  private final Path base;
  private final int port = freePort();
  private final Process process;
  private final long startedNanos;
  private final List<LoadClient> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private @Nullable JMXConnector jmx;

  /**
   * Starts it.
   *
   * @param tomcat the unpacked distribution
   * @param base a folder that is not there yet
   * @param agent the agent's jar, or null for none
   */
  BenchServer(Options options, Path tomcat, Path base, @Nullable Path agent) throws IOException {
    this.options = options;
    this.base = base;
    lay(tomcat);
    List<String> command = new ArrayList<>();
    command.add(options.launcher().toString());
    command.addAll(List.of("-Xms256m", "-Xmx256m"));
    if (agent != null) {
      command.add("-javaagent:" + agent + "=" + arguments());
    }
    command.add("-Djava.util.logging.config.file=" + base.resolve("conf/logging.properties"));
    command.add("-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager");
    command.add("-Dcatalina.home=" + tomcat);
    command.add("-Dcatalina.base=" + base);
    command.add("-Djava.io.tmpdir=" + base.resolve("temp"));
    command.add("-cp");
    command.add(tomcat.resolve("bin/bootstrap.jar") + ":" + tomcat.resolve("bin/tomcat-juli.jar"));
    command.addAll(List.of("org.apache.catalina.startup.Bootstrap", "start"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(base.toFile())
            .redirectErrorStream(true)
            .redirectOutput(base.resolve("out.log").toFile());
    builder
        .environment()
        .keySet()
        .removeIf(k -> k.startsWith("PERENNIAL_") || k.startsWith("JAVA_"));
    builder
        .environment()
        .putAll(Map.of("PERENNIAL_SECRET", "a secret for the bench alone, 0123456789"));
    startedNanos = System.nanoTime();
    process = builder.start();
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new LoadClient(port, options.path()));
    }
  }

  private String arguments() {
    int member = freePort();
    return options.agent()
        + ",server=bench,cluster.port="
        + member
        + ",cluster.members=127.0.0.1:"
        + member
        + ",http.port="
        + freePort()
        + ",log.dir="
        + base.resolve("agent");
  }

  long pid() {
    return process.pid();
  }

  /** Returns milliseconds from the start of the process to the first 200. */
  double awaitFirst200() throws IOException, InterruptedException {
    while (process.isAlive() && System.nanoTime() - startedNanos < START_LIMIT_NANOS) {
      LoadClient client = clients.get(0);
      try {
        client.request();
        return (System.nanoTime() - startedNanos) / 1e6;
      } catch (IOException e) {
        client.close();
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    throw new IOException("no answer of a server; see " + base.resolve("out.log"));
  }

  /** Returns how many requests were answered in that time. */
  long load(double seconds) throws IOException, InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<Future<Long>> running = new ArrayList<>();
    for (LoadClient client : clients) {
      running.add(threads.submit(client.until(end)));
    }
    long sum = 0;
    for (Future<Long> each : running) {
      try {
        sum += each.get();
      } catch (ExecutionException e) {
        throw new IOException("the load has failed: " + e.getCause(), e);
      }
    }
    return sum;
  }

  /** Returns its MBeans; the JVM starts its management agent for the first call. */
  JvmFigures figures() throws IOException {
    JMXConnector connector = jmx;
    if (connector == null) {
      connector = JMXConnectorFactory.connect(new JMXServiceURL(address()));
      jmx = connector;
    }
    return new JvmFigures(connector.getMBeanServerConnection());
  }

  private String address() throws IOException {
    try {
      VirtualMachine vm = VirtualMachine.attach(Long.toString(pid()));
      try {
        return vm.startLocalManagementAgent();
      } finally {
        vm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e);
    }
  }

  private void lay(Path tomcat) throws IOException {
    Files.createDirectories(base.resolve("temp"));
    Files.createDirectories(base.resolve("logs"));
    copy(tomcat.resolve("conf"), base.resolve("conf"));
    copy(tomcat.resolve("webapps/examples"), base.resolve("webapps/examples"));
    Path file = base.resolve("conf/server.xml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("<Server port=\"8005\"", "<Server port=\"-1\"")
            .replace(
                "<Connector port=\"8080\"",
                "<Connector port=\"" + port + "\" address=\"127.0.0.1\""));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        Files.createDirectories(Files.isDirectory(each) ? target : target.getParent());
        if (!Files.isDirectory(each)) {
          Files.copy(each, target);
        }
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (LoadClient client : clients) {
      client.close();
    }
    if (jmx != null) {
      jmx.close();
    }
    process.destroyForcibly().onExit().join();
  }
}
