package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpServer;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.duplex.Containers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LocalApplicationIT {
  private final Containers containers = new Containers();
  private final MemoryContainer container = new MemoryContainer();

  /** Each as method, target and host. */
  private final List<String> asked = new ArrayList<>();

  private LocalApplication application =
      new LocalApplication(
          containers,
          Optional.empty(),
          status -> status / 100 == 2 || status / 100 == 3,
          new WarmUp(List.of("/shop", "/shop?page=2"), 2, 60_000_000_000L, System::nanoTime));

  private interface Answer {
    void to(Delivery delivery) throws IOException;
  }

  private void answering(Answer answer) {
    containers.add(container);
    container.serving =
        delivery -> {
          assertThat(delivery.kind()).isEqualTo(Delivery.Kind.PROBE);
          asked.add(
              delivery.arrival().method()
                  + " "
                  + delivery.arrival().target()
                  + " "
                  + delivery.arrival().headers().get(1));
          try {
            answer.to(delivery);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
  }

  private void answering(int status) {
    answering(
        delivery -> {
          delivery.answer(status, List.of(), 3, false);
          delivery.write(ByteBuffer.allocate(3));
          delivery.end(List.of());
        });
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "200,",
    "302,",
    "400, its answer is 400",
    "404, its answer is 404",
    "500, its answer is 500",
    "503, its answer is 503"
  })
  void itIsHealthyByTheStatusOfItsAnswer(int status, String refusal) {
    container.listeners = List.of(new Listener("127.0.0.1", 8443, "https"));
    answering(status);

    assertThat(application.refusal()).isEqualTo(refusal);

    assertThat(asked).containsExactly("OPTIONS * localhost:8443");
  }

  @Test
  void whyItDoesNotAnswerIsToldInWords() {
    assertThat(application.refusal()).isEqualTo("no container has been seen here yet");
    containers.add(container);
    assertThat(application.refusal()).isEqualTo("memory serves no requests");
    answering(Delivery::abort);
    assertThat(application.refusal()).isEqualTo("its answer broke off");
    answering(Delivery::notHere);
    assertThat(application.refusal()).isEqualTo("it was not let in");
    List<Delivery> late = new ArrayList<>();
    answering(late::add);
    assertThat(application.refusal()).isEqualTo("no answer within 2000 ms");
    assertThatIOException().isThrownBy(() -> late.get(0).write(ByteBuffer.allocate(1)));
  }

  @Test
  void itIsWarmedUpByWhatItsClientsAskFor() {
    answering(200);

    assertThat(application.warmUp()).isEqualTo(new WarmUp.Outcome(true, "warmed up by 4 requests"));

    assertThat(asked)
        .containsExactly(
            "GET /shop localhost:80",
            "GET /shop?page=2 localhost:80",
            "GET /shop localhost:80",
            "GET /shop?page=2 localhost:80");
  }

  @Test
  void anApplicationThatFailsStaysCold() {
    answering(500);

    assertThat(application.warmUp().warm()).isFalse();
  }

  /** Only where there is no container: one that is known is asked in process. */
  @Test
  void inNoContainerThatIsKnownItIsAskedForWhatTheSettingSays() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/shop/health",
        exchange -> {
          asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      application =
          new LocalApplication(
              containers,
              Optional.of(
                  URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/shop/health")),
              status -> status == 204,
              new WarmUp(List.of(), 1, 1, System::nanoTime));

      assertThat(application.refusal()).isNull();
      assertThat(asked).containsExactly("GET /shop/health");
    } finally {
      server.stop(0);
    }
    assertThat(application.refusal()).containsIgnoringCase("refused");

    answering(200);
    assertThat(application.refusal()).isEqualTo("its answer is 200");
  }

  @Test
  void aSessionThatMovesOnTrialIsNoRefusal() {
    containers.add(rehearsing(null));

    assertThat(application.trialMove()).isEmpty();
  }

  static List<Throwable> failures() {
    return List.of(
        new CaptureException("/shop: class Cart is not serialisable"),
        new IllegalStateException("the manager is stopped"),
        new NoClassDefFoundError("Cart"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatFailsInTheTrialIsToldInItsOwnWords(Throwable failure) {
    containers.add(new MemoryContainer());
    containers.add(rehearsing(failure));

    assertThat(application.trialMove()).isEqualTo(failure.getMessage());
  }

  @Test
  void aFailureWithoutWordsIsAFailure() {
    containers.add(rehearsing(new IllegalStateException()));

    assertThat(application.trialMove()).isNotEmpty();
  }

  private static Container rehearsing(@Nullable Throwable failure) {
    return (Container)
        Proxy.newProxyInstance(
            LocalApplicationIT.class.getClassLoader(),
            new Class<?>[] {Container.class},
            (proxy, method, args) -> {
              if (method.getName().equals("rehearse")) {
                if (failure != null) {
                  throw failure;
                }
                return null;
              }
              return method.getName().equals("equals") ? proxy == args[0] : 0;
            });
  }
}
