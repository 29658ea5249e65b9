package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakeBackTest {
  /** Of a, by its operator. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a P RETIRED>c novote,c P dead            | ''
          a P SWITCHING>c,c P dead                 | ''
          a P RETIRED>c novote,c P                 | its successor c is a member
          a P RETIRED>c novote,b P dead,c P dead   | other voters may have decided otherwise: b
          a P SWITCHING>c,b P,c P dead             | a majority of the voters is in sight
          a P RETIRED>c,c P dead                   | ''
          a P RETIRED>c,b P,c P dead               | a majority of the voters is in sight
          a P REJUVENATING>c,c P dead              | a is REJUVENATING
          given up: a P REJUVENATING>c,c P dead    | ''
          given up: a P REJUVENATING>c novote,c P dead | a is REJUVENATING
          a P,c P dead                             | a is IN_SERVICE
          a S RETIRED novote,c P dead              | a is a spare
          b P,c P dead                             | a is not on the roster
          """)
  void isForTheLastTwoServers(String scene, String expected) {
    boolean givenUp = scene.startsWith("given up:");
    ClusterView view = Scene.view(scene.replace("given up:", ""));

    String refusal = TakeBack.refusal(view.roster(), "a", view.alive(), givenUp);

    assertThat(refusal).startsWith(expected);
    assertThat(refusal.isEmpty()).isEqualTo(expected.isEmpty());
  }
}
