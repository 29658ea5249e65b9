package dev.perennial.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
  private final int port = TomcatFolder.freePort();
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
    TomcatFolder.lay(tomcat, base, port);
    List<String> command = new ArrayList<>();
    command.add(options.launcher().toString());
    command.addAll(List.of("-Xms256m", "-Xmx256m"));
    if (agent != null) {
      command.add("-javaagent:" + agent + "=" + arguments());
    }
    command.addAll(TomcatFolder.command(tomcat, base));
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
    int member = TomcatFolder.freePort();
    return options.agent()
        + ",server=bench,cluster.port="
        + member
        + ",cluster.members=127.0.0.1:"
        + member
        + ",http.port="
        + TomcatFolder.freePort()
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
