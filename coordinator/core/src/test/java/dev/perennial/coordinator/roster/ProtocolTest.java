package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolTest {
  @ParameterizedTest(name = "{0} to {1} with {2} to {3}: {4}")
  @CsvSource({
    "1, 2, 1, 2, works",
    "1, 2, 1, 1, works",
    "1, 2, 2, 3, works",
    "2, 3, 1, 2, works",
    "1, 4, 2, 3, works",
    "1, 2, 3, 3, this",
    "1, 2, 3, 4, this",
    "3, 4, 1, 2, other",
    "2, 2, 1, 1, other",
  })
  void agentsWorkTogetherThatHaveAVersionInCommon(
      int oldest, int newest, int theirOldest, int theirNewest, String expected) {
    Protocol ours = new Protocol(oldest, newest);
    Protocol theirs = new Protocol(theirOldest, theirNewest);

    String refusal = ours.refusal("server s2", theirs);

    assertThat(ours.worksWith(theirs)).isEqualTo(expected.equals("works"));
    assertThat(theirs.worksWith(ours)).isEqualTo(ours.worksWith(theirs));
    if (expected.equals("works")) {
      assertThat(refusal).isEmpty();
    } else {
      assertThat(refusal)
          .startsWith("server s2 speaks protocol " + theirs + ", this agent knows " + ours + ": ")
          .contains(expected.equals("this") ? "give this server an agent" : "give it an agent");
    }
  }

  @Test
  void aRefusalNamesBothAndSaysWhatToDo() {
    assertThat(new Protocol(1, 2).refusal("server s2", new Protocol(3, 3)))
        .isEqualTo(
            "server s2 speaks protocol 3, this agent knows 1 to 2: give this server an agent as new"
                + " as that one, and restart it");
  }

  @ParameterizedTest(name = "oldest {0}, newest {1}: {2}")
  @CsvSource({
    "1, 1, 1",
    "2, 5, 2 to 5",
    "0, 0, 1",
    "3, -1, 1",
    "1, 99999999999, 1",
    "7, 4, 4",
    "-3, 4, 1 to 4",
  })
  void whatSomebodyElseSaysIsTakenAsFarAsItIsARange(long oldest, long newest, String expected) {
    assertThat(Protocol.said(oldest, newest)).hasToString(expected);
  }

  /** Those of 1 and 2 relay requests over HTTP, that of 3 has other keys. */
  @Test
  void thisAgentDoesNotWorkWithEarlierOnes() {
    assertThat(Protocol.OURS.worksWith(Protocol.UNSAID)).isFalse();
    assertThat(Protocol.OURS.worksWith(new Protocol(1, 2))).isFalse();
    assertThat(Protocol.OURS.worksWith(new Protocol(3, 3))).isFalse();
    assertThatThrownBy(() -> new Protocol(3, 2)).hasMessageContaining("3 to 2");
  }
}
