package dev.perennial.agent.restart;

import com.sun.net.httpserver.HttpServer;
import dev.perennial.agent.evidence.FormerHeapDump;
import dev.perennial.agent.sensor.HeapDumpFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.apache.catalina.LifecycleException;
import org.jspecify.annotations.Nullable;

/**
 * The application of the tests: answers with its process id and start time, and restarts when it is
 * asked to. Arguments: port, "jdk" or "tomcat", journal file, what else ("hang", "foreign:PORT",
 * "others:FOLDER", "breakExec", "probe").
 */
public final class RestartableServer {
  private static RestartInPlace restart;
  private static @Nullable TomcatForTest tomcat;
  private static @Nullable OtherSockets others;
  private static @Nullable ServerSocket foreign;
  private static int port;
  private static String inherited;
  private static String option = System.getProperty("test.agent.option");

  /** Where the secret is left for the next life. */
  private static final Path SECRET_FILE = Path.of(System.getProperty("test.secret.file", "none"));

  private static Optional<String> secret;

  private RestartableServer() {}

  public static void main(String[] arguments) throws IOException, LifecycleException {
    port = Integer.parseInt(arguments[0]);
    Path journal = Path.of(arguments[2]);
    String extra = arguments.length > 3 ? arguments[3] : "";
    inherited = System.getenv().getOrDefault(Environment.INHERITED_SOCKETS, "");
    secret =
        SecretHandOver.take(System.getenv(), ProcessHandle.current().pid())
            .or(() -> Optional.ofNullable(System.getenv(Environment.SECRET)));
    if (extra.equals("breakExec")) {
      // Longer than the kernel lets an argument be.
      option = "-Dlong=" + "x".repeat(200_000);
    }
    if (extra.startsWith("foreign:")) {
      foreignListener(Integer.parseInt(extra.substring("foreign:".length())));
    }
    if (extra.startsWith("others:")) {
      // Not one of those: nobody says that it was kept for it.
      foreign = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      others = new OtherSockets(Path.of(extra.substring("others:".length())));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped(journal, extra.equals("hang"))));
    if (arguments[1].equals("tomcat")) {
      tomcat = TomcatForTest.start(port, RestartableServer::answer);
    } else {
      startJdkServer();
    }
    if (extra.equals("probe")) {
      try {
        bindOnce();
        System.out.println("two listeners at one port");
      } catch (BindException e) {
        System.out.println("port in use, as it should");
      }
    }
    long begin = System.nanoTime();
    restart =
        RestartInPlace.prepare(
            new RestartSettings(
                RestartStrategy.EXEC,
                java.time.Duration.ofSeconds(Integer.getInteger("test.stop.seconds", 20)),
                5,
                java.time.Duration.ofSeconds(60),
                !Boolean.getBoolean("test.no.rehearsal")),
            RestartTestAgent.instrumentation(),
            Path.of(System.getProperty("test.agent.jar")),
            secret.map(known -> new SecretHandOver(known, SECRET_FILE, System.out::println)));
    System.out.println(
        "ready "
            + restart.ability()
            + " prepared in "
            + (System.nanoTime() - begin) / 1000
            + " us");
  }

  private static void startJdkServer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext(
        "/",
        exchange -> {
          byte[] body = answer(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Connection", "close");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
  }

  private static String answer(String path) {
    try {
      return switch (path) {
        case "/restart" -> {
          new Thread(RestartableServer::restart).start();
          yield "ordered";
        }
        case "/emergency" -> {
          EmergencyLaunch launch =
              restart
                  .emergency(
                      option, Environment.EMERGENCY + "=", SECRET_FILE.resolveSibling("note"))
                  .orElseThrow();
          Runnable emergency = launch.fromJava(Set.of(ListenAddress.of("127.0.0.1", port)));
          new Thread(emergency).start();
          yield "ordered";
        }
        case "/secret" -> secret.orElse("none");
        case "/environ" -> Files.readString(Path.of("/proc/self/environ"));
        case "/check" -> restart.check().toString();
        case "/rehearse" -> {
          restart.rehearse();
          yield restart.check().toString();
        }
        case "/open" -> restart.notChecked().toString();
        case "/child" -> child();
        case "/variables" -> variables();
        case "/figures" -> LifeFigures.ofThisProcess().text();
        case "/reap" -> Integer.toString(restart.reapFormerChildren());
        case "/exhaust" -> exhaust();
        case "/dump" ->
            FormerHeapDump.move(
                    HeapDumpFile.ofThisJvm().orElseThrow(),
                    Path.of(System.getProperty("test.evidence")),
                    Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()))
                .toString();
        case "/inherited" -> inherited;
        case "/foreign" -> foreign == null ? "" : "" + foreign.getLocalPort();
        case "/arguments" -> ManagementFactory.getRuntimeMXBean().getInputArguments().toString();
        case "/unclaimed" -> RestartTestAgent.inherited().closeUnclaimed().toString();
        default ->
            ProcessHandle.current().pid()
                + " "
                + ManagementFactory.getRuntimeMXBean().getStartTime();
      };
    } catch (IOException | RuntimeException e) {
      return e.toString();
    }
  }

  /** Starts one that ends at the end of its input, and tells its process id. */
  private static String child() throws IOException {
    return Long.toString(new ProcessBuilder("cat").start().pid());
  }

  /** Returns those of ours that a child has, which nobody has given an environment of its own. */
  private static String variables() throws IOException {
    Process child = new ProcessBuilder("env").start();
    String all = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return all.lines().filter(line -> line.startsWith("PERENNIAL_")).toList().toString();
  }

  private static String exhaust() {
    try {
      return Integer.toString(new byte[Integer.MAX_VALUE - 8].length);
    } catch (OutOfMemoryError e) {
      return "exhausted";
    }
  }

  private static void restart() {
    try {
      Set<ListenAddress> addresses =
          new LinkedHashSet<>(Set.of(ListenAddress.of("127.0.0.1", port), wildcard()));
      if (others != null) {
        addresses.addAll(others.addresses());
      }
      KeptSockets sockets = restart.keepSockets(addresses);
      if (tomcat != null) {
        tomcat.rest();
      }
      if (others != null) {
        others.rest();
      }
      sockets.quiet();
      long deadline = System.nanoTime() + 5_000_000_000L;
      while (restart.openConnections(sockets) > 0 && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      System.out.println("connections left: " + restart.openConnections(sockets));
      restart.arm(sockets, null, option);
      restart.restart();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      System.out.println("not restarted: " + e.getMessage());
    }
  }

  private static ListenAddress wildcard() {
    return ListenAddress.of("0.0.0.0", port);
  }

  /** As those do who look whether a port is free. */
  private static void bindOnce() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
  }

  /** As a debugger's port: it listens, and nobody has named it as a connector. */
  private static void foreignListener(int foreignPort) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), foreignPort));
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  socket.accept().close();
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static void stopped(Path journal, boolean hang) {
    try {
      Files.writeString(
          journal,
          "hook of " + ManagementFactory.getRuntimeMXBean().getStartTime() + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      if (Files.exists(SECRET_FILE)) {
        Files.writeString(
            SECRET_FILE.resolveSibling("permissions"),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(SECRET_FILE)));
      }
      if (hang) {
        new CountDownLatch(1).await();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
