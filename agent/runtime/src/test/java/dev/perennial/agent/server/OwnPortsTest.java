package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.alert.Alert;
import java.io.IOException;
import java.net.BindException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OwnPortsTest {
  private static final String HTTP = "perennial.http.port";
  private static final String CHECK = "perennial.http.agent-check-port";

  private final List<String> held = new ArrayList<>();
  private final OwnPorts ports =
      new OwnPorts("s1", "shop", this::hold, () -> Instant.ofEpochSecond(1_000));

  private void hold(List<Alert> present) {
    held.add(String.join(",", present.stream().map(a -> a.kind() + " " + a.text()).toList()));
  }

  /** Nobody listens at port 0. */
  private void refuse(String key) {
    IOException taken = new IOException("no luck with " + key, new BindException("in use"));
    assertThatThrownBy(() -> ports.open(key, 0, () -> fail(taken))).hasMessage(taken.getMessage());
  }

  private static void fail(IOException e) throws IOException {
    throw e;
  }

  @Test
  void whatIsOpenedAtOnceIsNotTold() throws IOException {
    ports.open(HTTP, 0, () -> {});
    ports.look();

    assertThat(held).isEmpty();
  }

  @Test
  void aPortThatIsTakenIsToldUntilItIsOurs() throws IOException {
    refuse(HTTP);
    ports.look();
    ports.open(HTTP, 0, () -> {});
    ports.look();

    assertThat(held)
        .containsExactly(
            "PORT_REFUSED s1 has not got the port of perennial.http.port: no luck with"
                + " perennial.http.port; it is tried again",
            held.get(0),
            "");
  }

  @Test
  void ofTwoEachIsTold() throws IOException {
    refuse(HTTP);
    refuse(CHECK);
    ports.open(HTTP, 0, () -> {});

    assertThat(held.get(1)).contains("no luck with " + HTTP, "; nor that of ");
    assertThat(held.get(2)).contains("no luck with " + CHECK).doesNotContain(HTTP);
  }

  /** Such as no descriptors: nobody else has it then. */
  @Test
  void anotherFailureIsNotThatOfAPort() {
    IOException other = new IOException("too many open files");

    assertThatThrownBy(() -> ports.open(HTTP, 0, () -> fail(other))).isSameAs(other);

    assertThat(held).isEmpty();
  }
}
