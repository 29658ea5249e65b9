package dev.perennial.agent.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Exchange;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the agent does for each request of a young server costs no memory. */
@Isolated("what it measures is in a system property")
@Tag("jvm")
class AllocationIT {
  @TempDir Path folder;

  /** Asks of each request what a gate asks that checks. */
  private static final class AskingGate extends OpenGate {
    volatile RecordedEvents events;
    volatile long hash;

    @Override
    public boolean enter(Exchange exchange) {
      hash = exchange.sessionHash();
      events.container.hasSession("ABC");
      return super.enter(exchange);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRequestThatIsLetInAllocatesNothing(TomcatVersion version) throws Exception {
    AskingGate gate = new AskingGate();
    RecordedEvents events = new RecordedEvents();
    gate.events = events;
    try (RunningTomcat tomcat = version.start(gate, events, folder, "/shop", "")) {
      RawClient.get(
          tomcat.port(),
          "/shop/echo/x;jsessionid=one",
          "X-Measure: yes",
          "Cookie: a=b; JSESSIONID=two; c=d");
    }

    assertThat(gate.hash).isNotZero();
    assertThat(gate.exited.get()).isEqualTo(gate.entered.get()).isGreaterThan(30_000);
    assertThat(System.clearProperty("test.allocated")).isEqualTo("0");
  }
}
