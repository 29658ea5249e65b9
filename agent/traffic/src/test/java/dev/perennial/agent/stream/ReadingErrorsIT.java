package dev.perennial.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Errors of who serves and who reads, on one connection. */
@Timeout(120)
@Isolated("counts suppressed errors, of which others have none")
class ReadingErrorsIT {
  private final long suppressed = Suppressed.total();
  private StreamPair pair;

  @BeforeEach
  void open() throws IOException {
    pair = new StreamPair(ReadingIT.oneConnection(), ReadingIT::answer);
  }

  @AfterEach
  void close() {
    pair.close();
  }

  /** As when an application throws what nobody catches. */
  @Test
  void anErrorOfOneRequestIsNoneOfTheOthers() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(2);
    pair.serving =
        delivery -> {
          begun.countDown();
          ReadingIT.awaitUninterrupted(go);
          if (delivery.arrival().target().equals("/fails")) {
            throw new StackOverflowError("made up by a test");
          }
          ReadingIT.answer(delivery);
        };
    OutgoingRequest fails = pair.get("/fails");
    OutgoingRequest other = pair.get("/other");
    begun.await();
    go.countDown();

    assertThat(ReadingIT.body(other)).isEqualTo("done");
    assertThatIOException().isThrownBy(() -> ReadingIT.body(fails));
    assertThat(pair.pool.connections()).isOne();
    assertThat(Suppressed.total()).isEqualTo(suppressed + 1);
  }

  /** Else nobody would read it any more, and nobody would know. */
  @Test
  void anErrorOfWhoReadsEndsTheConnection() throws Exception {
    pair.serving =
        (StreamPair.AtOnce)
            delivery -> {
              throw new ThreadDeath();
            };

    OutgoingRequest request = pair.get("/");

    assertThatIOException().isThrownBy(request::awaitAnswer);
    assertThat(request.isConnectionLost()).isTrue();
    assertThat(Suppressed.total()).isEqualTo(suppressed + 1);
  }
}
