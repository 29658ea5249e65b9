package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeavePolicyTest {
  /** 30 s to come into sync, 10 s more to hand over. */
  @ParameterizedTest(
      name = "{0}, {1} s after the order, obstacle ''{2}'', no successor ''{3}'': {4}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          a P                              | 0  | ''      | ''      | stays
          a P                              | 29 | ''      | ''      | stays
          a P                              | 30 | ''      | ''      | leaves
          a P                              | 2  | ''      | nobody  | stays
          a P                              | 3  | ''      | nobody  | leaves
          a P                              | 0  | no gate | ''      | leaves
          a S                              | 0  | ''      | ''      | leaves
          a S sessions=3                   | 0  | ''      | ''      | stays
          a P JOINING                      | 0  | ''      | ''      | leaves
          a P RETURNING>c                  | 0  | ''      | ''      | leaves
          a P OUT novote                   | 0  | ''      | ''      | leaves
          a P DUPLEXING>c copying          | 29 | ''      | nobody  | stays
          a P DUPLEXING>c sync             | 30 | ''      | ''      | leaves
          a P SWITCHING>c                  | 30 | ''      | nobody  | stays
          a P SWITCHING>c done             | 5  | ''      | ''      | stays
          a P SWITCHING>c                  | 39 | ''      | ''      | stays
          a P SWITCHING>c                  | 40 | ''      | ''      | leaves to c
          a P RETIRED>c novote done        | 1  | ''      | ''      | leaves to c
          a P RETIRED>c novote done round=0 | 1 | ''      | ''      | stays
          a P RETIRED>c novote             | 39 | ''      | ''      | stays
          a P RETIRED>c novote             | 40 | ''      | ''      | leaves to c
          a S RETIRED novote               | 0  | ''      | ''      | leaves
          a P REJUVENATING>c novote        | 0  | ''      | ''      | leaves to c
          """)
  void leavesWhenAllIsHandedOverOrCannotBe(
      String scene, long seconds, String obstacle, String noSuccessor, String expected) {
    SceneServer server = new SceneServer(scene);
    Report report = server.report();

    LeavePolicy.Answer answer =
        new LeavePolicy(30_000, 10_000)
            .judge(
                new LeavePolicy.Moment(
                    server.entry(Scene.NOW),
                    report.duplexing(),
                    report.capacity().sessions(),
                    obstacle,
                    noSuccessor,
                    seconds * 1000));

    String heir = answer.heir() == null ? "" : " to " + answer.heir();
    assertThat((answer.leaves() ? "leaves" : "stays") + heir).isEqualTo(expected);
    assertThat(answer.reason()).isNotEmpty();
  }
}
