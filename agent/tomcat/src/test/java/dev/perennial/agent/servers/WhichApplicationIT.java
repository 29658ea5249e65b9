package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.servers.RawClient.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gate finds the application that Tomcat then takes the request to. */
class WhichApplicationIT {
  private static final List<String> HOSTS =
      List.of(
          "localhost",
          "unknown.example",
          "shop.example",
          "SHOP.example:8080",
          "www.shop.example",
          "a.wild.shop.example",
          "a.b.wild.shop.example",
          "wild.shop.example");

  private static final List<String> PATHS =
      List.of(
          "/where",
          "/where/app",
          "/app/where",
          "/app/where/",
          "/app/where?x=/sub",
          "/app;v=1/where",
          "/app;v=1;w=/where",
          "/app/where;jsessionid=1",
          "/app/sub/where",
          "/app/sub/../where",
          "/app/./sub/./where",
          "/app/../where",
          "/app/x/../../where",
          "//app///where",
          "/%61pp/where",
          "/app/%73ub/where",
          "/app%2Fsub/where",
          "/app%3B/where",
          "/app/..;/where",
          "/app/sub/..;v=1/where",
          "/APP/where",
          "/apps/where",
          "/ap/where",
          "/app/subs/where",
          "/app/where/..",
          "/app/where/.",
          "/%C3%BC/where",
          "/%c3%bc;v=1/where");

  @TempDir Path folder;

  /** Keeps what it was asked last. */
  private static final class LookingGate extends OpenGate {
    volatile String application;
    volatile String service;

    @Override
    public boolean enter(Exchange exchange) {
      application = exchange.application();
      service = exchange.service();
      return super.enter(exchange);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whereTomcatTakesARequest(TomcatVersion version) throws Exception {
    LookingGate gate = new LookingGate();
    String[] applications = {
      "",
      "/app",
      "/app/sub",
      "/ü",
      "/app host=shop.example",
      "/app/sub##1 host=shop.example",
      "/app/sub##2 host=shop.example",
      "/app service=two",
      " service=two",
    };
    int found = 0;
    try (RunningTomcat tomcat = version.start(gate, new RecordedEvents(), folder, applications)) {
      for (String host : HOSTS) {
        for (String path : PATHS) {
          found += look(gate, tomcat.port(), path, host);
          assertThat(gate.service).isEmpty();
          found += look(gate, tomcat.port("two"), path, host);
          assertThat(gate.service).isEqualTo("two:two-engine");
        }
      }
      // Without a Host, or with one in the request's first line.
      try (RawClient client = new RawClient(tomcat.port())) {
        client.sendHead("GET", "/app/where", "HTTP/1.0", "Host:");
        found += compare(gate, client.read("GET"), "HTTP/1.0");
      }
      found += look(gate, tomcat.port(), "http://shop.example/app/sub/where", "shop.example");
    }

    assertThat(found).as("requests that came to an application").isGreaterThan(200);
  }

  @ParameterizedTest
  @EnumSource
  void whatComesLaterCounts(TomcatVersion version) throws Exception {
    LookingGate gate = new LookingGate();
    try (RunningTomcat tomcat =
        version.start(gate, new RecordedEvents(), folder, "", " host=shop.example")) {
      assertThat(look(gate, tomcat.port(), "/where/late/where", "shop.other")).isOne();
      tomcat.deploy("/where/late");
      assertThat(look(gate, tomcat.port(), "/where/late/where", "shop.other")).isOne();
      assertThat(gate.application).isEqualTo("localhost/where/late");

      tomcat.deploy("/app host=late.example");
      assertThat(look(gate, tomcat.port(), "/app/where", "late.example")).isOne();
      assertThat(gate.application).isEqualTo("late.example/app");

      tomcat.alias("one.more.example");
      assertThat(look(gate, tomcat.port(), "/where", "one.more.example")).isOne();
    }
  }

  private static int look(LookingGate gate, int port, String target, String host) throws Exception {
    gate.application = null;
    return compare(gate, RawClient.get(port, target, "Host: " + host), host + " " + target);
  }

  /** Returns 1 if it came to an application. */
  private static int compare(LookingGate gate, Answer answer, String what) {
    if (!answer.status().contains(" 200")) {
      return 0;
    }
    assertThat(gate.application).as(what).isEqualTo(answer.value("application"));
    return 1;
  }
}
