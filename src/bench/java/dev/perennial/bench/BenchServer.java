package dev.perennial.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.Tomcat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private final Cluster cluster;
  private final Server server;
  private final long startedNanos;
  private final List<LoadClient> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private @Nullable JMXConnector jmx;

  /**
   * Starts it.
   *
   * @param tomcat the unpacked distribution
   * @param base a folder that is not there yet
   * @param agent the agent's jar
   * @param with whether the agent is in it
   */
  BenchServer(Options options, Path tomcat, Path base, Path agent, boolean with)
      throws IOException {
    cluster = new Cluster(base, options.launcher(), agent, new Tomcat(tomcat));
    cluster.jvmOptions.addAll(List.of("-Xms256m", "-Xmx256m"));
    cluster.withAll(options.agent);
    server = cluster.add("bench", "primary");
    server.withAgent = with;
    server.withJmx = false;
    startedNanos = System.nanoTime();
    cluster.start(server);
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new LoadClient(server.httpPort, options.path));
    }
  }

  long pid() {
    return server.pid();
  }

  /** Returns where all goes that it prints. */
  Path log() {
    return server.log();
  }

  /** Returns milliseconds from the start of the process to the first 200. */
  double awaitFirst200() throws IOException, InterruptedException {
    while (server.isAlive() && System.nanoTime() - startedNanos < START_LIMIT_NANOS) {
      LoadClient client = clients.get(0);
      try {
        client.request();
        return (System.nanoTime() - startedNanos) / 1e6;
      } catch (IOException e) {
        client.close();
        TimeUnit.MILLISECONDS.sleep(5);
      }
    }
    throw new IOException("no answer of a server; see " + server.log());
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
    clients.forEach(LoadClient::close);
    if (jmx != null) {
      jmx.close();
    }
    cluster.close();
  }
}
