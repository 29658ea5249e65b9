package dev.perennial.coordinator.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretDoubtTest {
  /**
   * Events before it is asked, each with its second: N somebody refuses, P another server proves
   * the same secret.
   */
  @ParameterizedTest
  @CsvSource({
    // events,          asked, forbidden
    "'',                    0, false",
    "'N0',                  0, true",
    "'N0',                 29, true",
    "'N0',                 30, false",
    "'N0',                 31, false",
    // Who refuses again and again holds it up no longer than who refuses once.
    "'N0 N10 N20 N29',     29, true",
    "'N0 N10 N20 N29',     30, false",
    "'N40',                69, true",
    "'N40',                70, false",
    "'P0',                  0, false",
    "'P0 N1',               1, false",
    "'N0 P1',               1, false",
    "'N0 P1 N2',            2, false",
    "'N0 N1 P2 N3 N4',      4, false",
  })
  void aRefusalCountsForAWhileAndNotBesideAProof(String events, long asked, boolean forbidden) {
    SecretDoubt doubt = SecretDoubt.NONE;
    for (String event : events.split(" ")) {
      if (event.startsWith("N")) {
        doubt = doubt.afterRefusal(second(Long.parseLong(event.substring(1))));
      } else if (event.startsWith("P")) {
        doubt = doubt.afterProof();
      }
    }

    assertThat(doubt.forbidsToBeAlone(second(asked))).isEqualTo(forbidden);
  }

  /** By a clock whose numbers overflow meanwhile, as those of a JVM's clock may. */
  private static long second(long seconds) {
    return Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5) + TimeUnit.SECONDS.toNanos(seconds);
  }
}
