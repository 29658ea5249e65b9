package dev.perennial.e2e;

import dev.perennial.testing.cluster.CleanProcess;
import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpConnection;
import dev.perennial.testing.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * An attacker, as a process of its own: clients of several servers that name another session, which
 * nobody has, with each request; and the same requests without a cookie, in turn (ABBA).
 */
final class InventedIds implements AutoCloseable {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String PAGE = "/examples/servlets/servlet/HelloWorldExample";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final Path output;

  private InventedIds(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * What came of it.
   *
   * @param plain requests a second without a cookie
   * @param invented the same with invented ids
   * @param refused requests answered with 503
   */
  record Result(double plain, double invented, long refused) {
    double ratio() {
      return invented / plain;
    }
  }

  /**
   * Begins.
   *
   * @param clients of each server
   * @param slices of each kind, after one more
   */
  static InventedIds begin(List<Integer> ports, int clients, int slices, int seconds)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                InventedIds.class.getName(),
                Integer.toString(clients),
                Integer.toString(slices),
                Integer.toString(seconds)));
    ports.forEach(port -> command.add(Integer.toString(port)));
    Path output = Files.createTempFile("invented-ids", ".log");
    return new InventedIds(
        CleanProcess.start(command, Path.of("").toAbsolutePath(), output, Map.of()), output);
  }

  Result finish() throws IOException, InterruptedException {
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      throw new AssertionError("it does not end: " + Files.readString(output));
    }
    String said = Files.readString(output);
    try (Stream<String> lines = said.lines()) {
      String[] words =
          lines
              .filter(line -> line.startsWith("result "))
              .findFirst()
              .orElseThrow(() -> new AssertionError(said))
              .split(" ");
      return new Result(
          Double.parseDouble(words[1]), Double.parseDouble(words[2]), Long.parseLong(words[3]));
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Files.deleteIfExists(output);
  }

  /** What goes on in that process. */
  public static void main(String[] args) throws Exception {
    int clients = Integer.parseInt(args[0]);
    int slices = Integer.parseInt(args[1]);
    int seconds = Integer.parseInt(args[2]);
    AtomicLong refused = new AtomicLong();
    List<Client> all = new ArrayList<>();
    for (int i = 3; i < args.length; i++) {
      for (int n = 0; n < clients; n++) {
        all.add(new Client(Integer.parseInt(args[i]), refused));
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(all.size());
    double plain = 0;
    double invented = 0;
    for (int i = 0; i <= slices; i++) {
      double first = perSecond(threads, all, i % 2 == 1, seconds);
      double second = perSecond(threads, all, i % 2 == 0, seconds);
      if (i > 0) {
        plain += i % 2 == 1 ? second : first;
        invented += i % 2 == 1 ? first : second;
      }
    }
    threads.shutdown();
    System.out.println("result " + plain / slices + " " + invented / slices + " " + refused.get());
  }

  private static double perSecond(
      ExecutorService threads, List<Client> clients, boolean invents, int seconds)
      throws Exception {
    long began = System.nanoTime();
    List<Future<Long>> all = new ArrayList<>();
    for (Client client : clients) {
      all.add(threads.submit(() -> client.ask(invents, began + TimeUnit.SECONDS.toNanos(seconds))));
    }
    long answered = 0;
    for (Future<Long> each : all) {
      answered += each.get();
    }
    return answered * 1e9 / (System.nanoTime() - began);
  }

  private static final class Client {
    private final int port;
    private final AtomicLong refused;
    private final SplittableRandom random;
    private HttpConnection connection;

    Client(int port, AtomicLong refused) throws IOException {
      this.port = port;
      this.refused = refused;
      random = new SplittableRandom(System.nanoTime());
      connection = connect();
    }

    private HttpConnection connect() throws IOException {
      return HttpConnection.open(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), LIMIT);
    }

    /** Returns how many were answered with 200. */
    long ask(boolean invents, long end) throws IOException {
      long count = 0;
      while (System.nanoTime() - end < 0) {
        HttpAnswer answer =
            connection.exchange(
                invents
                    ? HttpRequest.get(PAGE, "Cookie: JSESSIONID=" + invented(random))
                    : HttpRequest.get(PAGE));
        if (answer.closes()) {
          connection.close();
          connection = connect();
        }
        switch (answer.status()) {
          case 200 -> count++;
          case 503 -> refused.incrementAndGet();
          default -> throw new IOException("answered with " + answer.status());
        }
      }
      return count;
    }
  }

  /** Returns an id such as Tomcat makes them. */
  static String invented(SplittableRandom random) {
    return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
  }
}
