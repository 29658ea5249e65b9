package dev.perennial.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.broken.BrokenAdapter;
import dev.perennial.agent.container.Adapter;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.Gate;
import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters that fail, each in its own way, beside Tomcat's: it runs as if they were not there. */
class BrokenAdaptersIT {
  private static final List<String> SERVICES =
      List.of(
          BrokenAdapter.class.getName() + "$Unmakeable",
          "no.such.Adapter",
          BrokenAdapter.class.getName() + "$Mute",
          BrokenAdapter.class.getName() + "$Unweavable",
          BrokenAdapter.class.getName() + "$Unloadable",
          BrokenAdapter.class.getName() + "$Throwing",
          "dev.perennial.agent.tomcat.TomcatAdapter");

  private final Recorded recorded = new Recorded();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  @TempDir Path folder;

  static Stream<Path> tomcats() throws IOException {
    return WeavingLoader.tomcats().stream();
  }

  @AfterEach
  void letAllPass() {
    PerennialBridge.handler(null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tomcats")
  void tomcatIsServedAsIfTheyWereNotThere(Path jar) throws Exception {
    long errors = Suppressed.total();
    long suppressed = PerennialBridge.suppressedCount();

    Adapters adapters = Adapters.in(new Services(folder, SERVICES));

    assertThat(adapters.all())
        .extracting(Adapter::name)
        .containsExactly("Unweavable", "Unloadable", "Throwing", "tomcat");
    assertThat(Suppressed.total()).as("made, named and asked in vain").isEqualTo(errors + 3);
    BridgeHandler handler =
        new BridgeHandler(adapters, recorded, recorded, e -> failures.add(e.getMessage()));
    PerennialBridge.handler(handler);
    try (WeavingLoader loader =
            new WeavingLoader(
                jar, adapters, WovenCache.in(Files.createTempDirectory(folder, "w"), "t"));
        WovenTomcat tomcat = new WovenTomcat(loader, folder)) {
      assertThat(Suppressed.total()).as("woven in vain").isEqualTo(errors + 4);
      assertThat(recorded.said).contains("found", "starting localhost/");

      get(tomcat.port());
      PerennialBridge.event(
          PerennialBridge.CONTAINER_STOPPING, new Object(), "of nobody that is known");
      assertThatThrownBy(() -> PerennialBridge.enter(new BrokenAdapter.OtherServer(), "", ""))
          .hasMessage("enter");
      handler.discover(
          new Class<?>[] {
            BrokenAdapter.OtherServer.class,
            loader.loadClass("org.apache.catalina.connector.CoyoteAdapter")
          });
      get(tomcat.port());

      assertThat(recorded.said).filteredOn("enter"::equals).hasSize(2);
      // The answer is there a moment before the request is over.
      await().until(() -> Collections.frequency(recorded.said, "exit") == 2);
      assertThat(recorded.said).filteredOn("found"::equals).hasSize(1);
    }
    assertThat(recorded.said).endsWith("stopping");
    assertThat(failures).hasSize(2);
    assertThat(failures.get(0)).contains("NoSuchHooks");
    assertThat(failures.get(1)).isEqualTo("discover");
    assertThat(PerennialBridge.suppressedCount())
        .as(PerennialBridge.lastSuppressed())
        .isEqualTo(suppressed);
  }

  private static void get(int port) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(404);
  }

  /** Finds these services and no others. */
  private static final class Services extends ClassLoader {
    private final URL list;

    Services(Path folder, List<String> names) throws IOException {
      super(BrokenAdaptersIT.class.getClassLoader());
      list = Files.write(folder.resolve("services"), names).toUri().toURL();
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals("META-INF/services/" + Adapter.class.getName())
          ? Collections.enumeration(List.of(list))
          : super.getResources(name);
    }
  }

  private static final class Recorded implements Gate, ContainerEvents {
    final List<String> said = new CopyOnWriteArrayList<>();

    @Override
    public boolean enter(Exchange exchange) {
      said.add("enter");
      return false;
    }

    @Override
    public void exit(Exchange exchange) {
      said.add("exit");
    }

    @Override
    public void finishing(Exchange exchange) {}

    @Override
    public void found(Container container) {
      said.add("found");
    }

    @Override
    public void made(String id) {}

    @Override
    public void touched(String id) {}

    @Override
    public void removed(String id) {}

    @Override
    public void renamed(String id, String newId) {}

    @Override
    public void applicationStarting(Container container, String application) {
      said.add("starting " + application);
    }

    @Override
    public void stopping(Container container) {
      said.add("stopping");
    }
  }
}
