package dev.perennial.agent.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Listener;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.ListenAddress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of connectors, and which of them a restart keeps. */
class ConnectorNoticeTest {
  private static final Listener HTTP = new Listener("127.0.0.1", 8080, "http");
  private static final Listener UNIX = new Listener("/run/shop.sock", Listener.UNIX, "http", "");
  private static final Listener CHOSEN =
      new Listener("127.0.0.1", 40123, "http", "", "a.Connector", "");
  private static final Listener NATIVE =
      new Listener("127.0.0.1", 8009, "ajp", "", "", "it is neither NIO nor NIO2");

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log =
      Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
  private List<Listener> listeners = List.of();

  @Test
  void isSaidOnceTheyAreUpAndAgainWhenTheyAreOthers() {
    ConnectorNotice notice = notice(true);
    notice.look();
    assertThat(said()).isEmpty();

    listeners = List.of(HTTP, UNIX);
    notice.look();
    notice.look();
    assertThat(said())
        .containsOnlyOnce("connectors: http at 127.0.0.1:8080, http at /run/shop.sock");

    listeners = List.of(HTTP, CHOSEN);
    notice.look();
    assertThat(said()).contains("http at 127.0.0.1:40123 (port 0 is configured)");
  }

  @Test
  void oneThatForbidsARestartIsNamedWithWhatToDo() {
    listeners = List.of(HTTP, NATIVE);
    ConnectorNotice notice = notice(true);

    notice.look();

    assertThat(said())
        .contains(
            "this server will not be restarted: the connector ajp at 127.0.0.1:8009: it is neither"
                + " NIO nor NIO2");
    listeners = List.of(HTTP);
    notice.look();
    assertThat(said()).contains("; over: a restart was forbidden: the connector ajp at");
  }

  @Test
  void whereSocketsAreClosedNoneForbidsIt() {
    listeners = List.of(HTTP, NATIVE);

    notice(false).look();

    assertThat(said()).doesNotContain("will not be restarted");
  }

  @Test
  void keptAreThoseThatCanBeInTheirOrder() {
    assertThat(Listening.of(List.of(CHOSEN, UNIX, NATIVE, HTTP)))
        .extracting(ListenAddress::text)
        .containsExactly(
            "127.0.0.1:40123*a.Connector", "unix:%2Frun%2Fshop.sock", "127.0.0.1:8080");
  }

  private ConnectorNotice notice(boolean keepSockets) {
    return new ConnectorNotice(() -> listeners, keepSockets, log);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
