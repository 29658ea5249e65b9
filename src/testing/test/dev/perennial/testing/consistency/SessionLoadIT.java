package dev.perennial.testing.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.consistency.TokenServer.Next;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionLoadIT {
  @Test
  void clientsOfOneSessionOverlapAndNothingIsFound() throws Exception {
    try (TokenServer server = new TokenServer();
        SessionLoad load =
            new SessionLoad(3, 2, 100, () -> Route.around(List.of(server.port(), server.port())))) {
      load.awaitMore(60);

      Verdict verdict = load.finish(server.port()).requireNoneFailed();

      assertThat(verdict.operations()).isGreaterThan(60);
      assertThat(load.finish(server.port()).operations()).isEqualTo(verdict.operations() + 3);
    }
  }

  @Test
  void whatTheServerDropsIsFound() throws Exception {
    try (TokenServer server = new TokenServer();
        SessionLoad load = new SessionLoad(2, 2, 0, () -> Route.to(server::port))) {
      load.awaitMore(20);
      server.next(Next.DROPPED);
      load.awaitMore(20);

      Verdict verdict = load.finish(server.port());

      assertThat(verdict.count(Anomaly.LOST)).as(verdict::toString).isEqualTo(1);
      assertThat(verdict.failed()).isZero();
      assertThatThrownBy(verdict::requireConsistent).hasMessageContaining("LOST: write ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, 0, '1 answered, 1 refused, 0 of unknown outcome, 0 times put off, 0 lost'",
    "UNAVAILABLE, 30, '2 answered, 0 refused, 0 of unknown outcome, 1 times put off, 0 lost'",
    "UNAVAILABLE_IN_WORD_ONLY, 30, '1 times put off, 0 lost, 0 stale, 0 split, 1 doubled'",
    "UNAVAILABLE_IN_WORD_ONLY, 0, '0 split, 0 doubled, 1 invented'",
    "BROKEN, 30, '1 answered, 0 refused, 1 of unknown outcome, 0 times put off, 0 lost'",
    "NO_SESSION, 30, '2 answered, 0 refused, 0 of unknown outcome, 0 times put off, 1 lost'",
    "NEW_SESSION, 30, '2 answered, 0 refused, 0 of unknown outcome, 0 times put off, 1 lost'",
  })
  void eachAnswerCountsAsWhatItSays(Next next, int patienceSeconds, String verdict)
      throws Exception {
    try (TokenServer server = new TokenServer()) {
      CheckedSession session =
          CheckedSession.open("s1", server.port(), 0, Duration.ofSeconds(patienceSeconds));
      server.next(next);
      session.append(server.port());
      session.read(server.port());

      assertThat(Verdict.of(List.of(session.history())).toString()).contains(verdict);
    }
  }

  @Test
  void aRefusedConnectionIsAFailureUnlessTheClientGoesElsewhere() throws Exception {
    int closed = FreePorts.next();
    try (TokenServer server = new TokenServer()) {
      CheckedSession session = CheckedSession.open("s1", server.port(), 0);

      assertThat(session.append(closed)).isFalse();
      Route leaving = Route.leaving(closed, server.port());
      assertThat(session.append(leaving, 0)).isTrue();
      assertThat(leaving.next()).isEqualTo(server.port());
      assertThat(session.read(Route.leaving(closed, closed))).isFalse();

      assertThat(Verdict.of(List.of(session.history())).toString())
          .contains("3 operations", "1 answered, 2 refused");
    }
  }

  @Test
  void aLoadThatIsNotAnsweredSaysWhy() throws Exception {
    TokenServer server = new TokenServer();
    try (SessionLoad load = new SessionLoad(1, 1, 0, () -> Route.to(server::port))) {
      load.awaitMore(1);
      server.close();

      assertThatThrownBy(() -> load.awaitMore(10_000, Duration.ofSeconds(1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("not 10000 answers in PT1S: ")
          .hasMessageContaining("refused: CONNECT");
    }
  }
}
