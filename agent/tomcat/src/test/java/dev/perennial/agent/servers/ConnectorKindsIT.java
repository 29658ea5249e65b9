package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.container.Listener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of connector comes to rest and serves again; clients are those of the JDK, and raw. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectorKindsIT {
  /** The older ones are in {@link ConnectorKindsOlderIT}. */
  static List<TomcatVersion> versions() {
    return List.of(TomcatVersion.ELEVEN);
  }

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final ConnectorKind[] ALL = ConnectorKind.values();

  @TempDir Path folder;

  private final ExecutorService clients = Executors.newCachedThreadPool();
  private ManyConnectors tomcat;
  private SSLContext tls;

  private void start(TomcatVersion version) throws IOException {
    tomcat = version.connect(folder, ALL);
    tls = Certificates.trusting(folder);
  }

  private KindClient client(ConnectorKind kind) throws IOException {
    return KindClient.of(kind, tomcat, tls);
  }

  @AfterEach
  void stop() {
    clients.shutdownNow();
    if (tomcat != null) {
      tomcat.close();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void idleConnectionsHoldNothingAndWhoComesMeanwhileIsAnsweredLater(TomcatVersion version)
      throws Exception {
    start(version);
    List<KindClient> idle = new ArrayList<>();
    for (ConnectorKind kind : ALL) {
      KindClient client = client(kind);
      assertThat(client.get("/echo", "x=1")).as("%s", kind).isEqualTo(200);
      idle.add(client);
    }

    long began = System.nanoTime();
    int left = tomcat.container().quiesce(LIMIT);

    assertThat(left).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (ConnectorKind kind : ALL) {
      waiting.add(CompletableFuture.supplyAsync(() -> getOnce(kind), clients));
    }
    await()
        .during(Duration.ofMillis(300))
        .until(() -> waiting.stream().noneMatch(CompletableFuture::isDone));
    tomcat.container().resume();
    for (int i = 0; i < ALL.length; i++) {
      assertThat(waiting.get(i).get(20, TimeUnit.SECONDS)).as("%s", ALL[i]).isEqualTo(200);
    }
    for (KindClient client : idle) {
      client.close();
    }
  }

  private int getOnce(ConnectorKind kind) {
    try (KindClient client = client(kind)) {
      return client.get("/echo", "x=2");
    } catch (IOException e) {
      throw new IllegalStateException(kind + ": " + e, e);
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aRequestInProgressIsAnsweredWhole(TomcatVersion version) throws Exception {
    start(version);
    List<CompletableFuture<Integer>> held = new ArrayList<>();
    for (ConnectorKind kind : ALL) {
      Path end = folder.resolve("end");
      held.add(
          CompletableFuture.supplyAsync(
              () -> {
                try (KindClient client = client(kind)) {
                  int warm = client.get("/echo", "x=1");
                  return warm == 200
                      ? client.get(
                          "/echo", "do=held&begun=" + folder.resolve(kind.name()) + "&until=" + end)
                      : warm;
                } catch (IOException e) {
                  throw new IllegalStateException(kind + ": " + e, e);
                }
              },
              clients));
    }
    for (ConnectorKind kind : ALL) {
      await().atMost(LIMIT).until(() -> Files.exists(folder.resolve(kind.name())));
    }

    Future<Integer> left = clients.submit(() -> tomcat.container().quiesce(LIMIT));
    assertThatThrownBy(() -> left.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    Files.createFile(folder.resolve("end"));
    assertThat(left.get(20, TimeUnit.SECONDS)).isZero();

    for (int i = 0; i < ALL.length; i++) {
      assertThat(held.get(i).get(20, TimeUnit.SECONDS)).as("%s", ALL[i]).isEqualTo(200);
    }
  }

  /** Ten kinds under load, twice to rest and back: no request fails in any of them. */
  @ParameterizedTest
  @MethodSource("versions")
  void underLoadNoRequestIsLost(TomcatVersion version) throws Exception {
    start(version);
    tomcat.unlimited(ConnectorKind.HTTP_NIO2);
    tomcat.unlimited(ConnectorKind.AJP);
    AtomicBoolean stop = new AtomicBoolean();
    Map<ConnectorKind, AtomicInteger> answered = new EnumMap<>(ConnectorKind.class);
    Map<ConnectorKind, Future<?>> load = new EnumMap<>(ConnectorKind.class);
    for (ConnectorKind kind : ALL) {
      AtomicInteger count = new AtomicInteger();
      answered.put(kind, count);
      load.put(kind, clients.submit(() -> load(kind, stop, count)));
    }
    for (int round = 0; round < 2; round++) {
      awaitMore(answered, load);
      assertThat(tomcat.container().quiesce(LIMIT)).isZero();
      tomcat.container().resume();
    }
    awaitMore(answered, load);
    stop.set(true);
    for (Future<?> one : load.values()) {
      one.get(30, TimeUnit.SECONDS);
    }
  }

  private Void load(ConnectorKind kind, AtomicBoolean stop, AtomicInteger answered)
      throws IOException, InterruptedException {
    try (KindClient client = client(kind)) {
      while (!stop.get()) {
        assertThat(client.get("/echo", "do=slow&millis=2")).as("%s", kind).isEqualTo(200);
        answered.incrementAndGet();
        if (kind.isHttp2()) {
          // The JDK's client gives its request up at a GOAWAY that crosses it: it needs a pause.
          Thread.sleep(1000);
        }
      }
      return null;
    } catch (IOException e) {
      throw new IOException(kind + ": " + e, e);
    }
  }

  private static void awaitMore(
      Map<ConnectorKind, AtomicInteger> answered, Map<ConnectorKind, Future<?>> load)
      throws Exception {
    for (ConnectorKind kind : ALL) {
      int before = answered.get(kind).get();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  load.get(kind).isDone()
                      || answered.get(kind).get() - before >= (kind.isHttp2() ? 2 : 20));
      if (load.get(kind).isDone()) {
        load.get(kind).get();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void whereEachListensIsTold(TomcatVersion version) throws Exception {
    start(version);
    List<Listener> listeners = tomcat.container().listeners();

    assertThat(listeners)
        .extracting(Listener::scheme)
        .containsExactly(
            "http", "http", "https", "https", "http", "https", "https", "ajp", "ajp", "http");
    assertThat(listeners).extracting(Listener::obstacle).containsOnly("");
    assertThat(listeners.get(0).words())
        .isEqualTo(
            "http at 127.0.0.1:" + tomcat.port(ConnectorKind.HTTP) + " (port 0 is configured)");
    assertThat(listeners.get(9).words()).isEqualTo("http at " + tomcat.unixPath());
  }

  /** Without that, Tomcat deletes it, and until the next life binds clients find nothing. */
  @ParameterizedTest
  @MethodSource("versions")
  void thePathOfAUnixSocketOutlivesTheStopOnlyIfItIsToBeKept(TomcatVersion version)
      throws Exception {
    start(version);
    tomcat.container().quiesce(LIMIT);
    tomcat.container().spareSockets();
    tomcat.container().resume();
    assertThat(getOnce(ConnectorKind.UNIX)).isEqualTo(200);
    tomcat.container().quiesce(LIMIT);
    tomcat.container().spareSockets();
    assertThat(tomcat.container().listeners())
        .extracting(Listener::host)
        .contains(tomcat.unixPath().toString());

    tomcat.stop();

    assertThat(tomcat.unixPath()).exists();
    assertThat(tomcat.unixPath().resolveSibling("tomcat.sock.perennial")).doesNotExist();
    Files.delete(tomcat.unixPath());
  }
}
