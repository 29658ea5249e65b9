package dev.perennial.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.perennial.agent.container.Arrival;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.link.FieldWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class HeadsTest {
  private static ByteBuffer bytes(FieldWriter head) {
    return ByteBuffer.wrap(head.bytes());
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "PROBE")
  void aRequestArrivesAsItWasSent(Delivery.Kind kind) throws IOException {
    Arrival full = Requests.full();

    Heads.Opening read =
        Heads.opening(bytes(Heads.write(new Heads.Opening(kind, true, true, full))));

    assertThat(read)
        .usingRecursiveComparison()
        .isEqualTo(new Heads.Opening(kind, true, true, full));
    Arrival small = Requests.of("GET", "/", 0);
    assertThat(Heads.opening(bytes(Heads.write(new Heads.Opening(kind, false, false, small)))))
        .isEqualTo(new Heads.Opening(kind, false, false, small));
  }

  @Test
  void anAnswerArrivesAsItWasSent() throws IOException {
    Heads.Answer answer = new Heads.Answer(503, List.of("Retry-After", "1"), -1, true);

    assertThat(Heads.answer(bytes(Heads.write(answer)))).isEqualTo(answer);
    assertThat(Heads.trailers(bytes(Heads.write(List.of("a", "b"))))).containsExactly("a", "b");
    assertThat(Heads.trailers(bytes(Heads.write(List.of())))).isEmpty();
  }

  @Test
  void whatALaterVersionAddsIsPassedOver() throws IOException {
    Heads.Opening opening =
        new Heads.Opening(Delivery.Kind.RELAYED, false, false, Requests.of("GET", "/", 0));
    FieldWriter longer = Heads.write(opening);
    longer.text("something new");

    assertThat(Heads.opening(bytes(longer))).isEqualTo(opening);
  }

  @Test
  void aHeadThatIsCutOffFailsWhereverThatIs() {
    byte[] whole =
        Heads.write(new Heads.Opening(Delivery.Kind.RELAYED, true, true, Requests.full())).bytes();

    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(whole, length));
      assertThatIOException().as("%d bytes", length).isThrownBy(() -> Heads.opening(cut));
    }
  }

  /** Only this server's own agent may pass a closed gate. */
  @Test
  void aProbeDoesNotTravel() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Heads.write(
                    new Heads.Opening(
                        Delivery.Kind.PROBE, false, false, Requests.of("GET", "/", 0))));
    byte[] forged =
        Heads.write(
                new Heads.Opening(Delivery.Kind.RELAYED, false, false, Requests.of("GET", "/", 0)))
            .bytes();
    forged[0] = 3;

    assertThatIOException().isThrownBy(() -> Heads.opening(ByteBuffer.wrap(forged)));
  }

  @Test
  void aHeaderWithoutAValueIsNone() {
    FieldWriter odd = new FieldWriter(16);
    odd.texts(List.of("a"));

    assertThatIOException().isThrownBy(() -> Heads.trailers(bytes(odd)));
  }
}
