package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTest {
  /** Of c, the successor; those that are not dead are the members it sees. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a P,b P,c P                                    | free
          a P SWITCHING>c,b P,c P                        | renewed
          a P SWITCHING>c dead,b P,c P                   | renewed
          a P SWITCHING>c,b P dead,c P                   | renewed
          a P SWITCHING>c,b P dead,d P dead,e P dead,c P | renewed
          a P SWITCHING>c dead,b P dead,c P              | runs out
          a P RETIRED>c novote dead,b P dead,d P dead,c P | runs out
          a P DUPLEXING>c dead,b P dead,c S              | runs out
          a P SWITCHING>c dead,b P,c P OUT               | runs out
          a P SWITCHING>c dead,b P,c P JOINING           | runs out
          a P SWITCHING>d dead,b P dead,c P,d P dead     | free
          a P RETIRED>c dead,b P dead,c P                | runs out
          a P REJUVENATING>c dead,b P dead,c P           | runs out
          a P REJUVENATING>c,b P dead,c P                | renewed
          a P REJUVENATING>c novote dead,b P dead,d P dead,c P | free
          a P RETURNING>c dead,b P dead,c P              | free
          a P OUT>c dead,b P dead,c P                    | free
          a P SWITCHING>c dead,c P                       | free
          a P RETIRED>c novote dead,c P                  | free
          a P RETIRED>c novote dead,b P dead,c P         | free
          """)
  void runsOutOnlyWhereSomebodyCouldTakeBackUnseen(String scene, String expected) {
    ClusterView view = Scene.view(scene);
    boolean applies = Lease.applies(view.roster(), "c");
    boolean renewed = Lease.renewed(view.roster(), "c", view.alive());

    assertThat(!applies ? "free" : renewed ? "renewed" : "runs out").isEqualTo(expected);
  }

  @Test
  void itEndsClearlyBeforeAnybodyTakesBack() {
    Lease lease = new Lease(30_000, 10_000);

    assertThat(lease.holds(0)).isTrue();
    assertThat(lease.holds(19_999)).isTrue();
    assertThat(lease.holds(20_000)).isFalse();
    assertThatThrownBy(() -> new Lease(5, 5))
        .hasMessage("marginMillis (5) must be 0 or more and less than 5");
  }
}
