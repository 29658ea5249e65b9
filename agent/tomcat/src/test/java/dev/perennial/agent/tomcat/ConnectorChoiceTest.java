package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.tomcat.ConnectorChoice.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectorChoiceTest {
  /** "http", "https" (which ends TLS itself) and "ajp"; "-" is one that does not run. */
  private static List<Candidate> connectors(String kinds) {
    List<Candidate> connectors = new ArrayList<>();
    String[] words = kinds.split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      if (!words[i].equals("-")) {
        connectors.add(connector(i, words[i]));
      }
    }
    return connectors;
  }

  private static Candidate connector(int index, String kind) {
    return new Candidate(index, kind.replace("https", "http"), kind.equals("https"));
  }

  @ParameterizedTest
  @CsvSource({
    // What came in: its place there and its kind; the connectors here; the place of the chosen one.
    "0, http, http, 0",
    "1, http, http http, 1",
    "1, http, http https, 0",
    "0, http, https http, 1",
    "0, https, http https, 1",
    "2, https, https http https, 2",
    "0, ajp, http ajp, 1",
    "1, ajp, http https, 0",
    "0, http, ajp https, 1",
    "0, https, http ajp, 0",
    "5, http, http http, 0",
    "0, http, - http, 1",
    "1, http, http - http, 0",
    "0, ajp, - https, 1"
  })
  void theKindCountsMostThenTlsThenThePlace(int index, String kind, String here, int chosen) {
    assertThat(ConnectorChoice.best(connectors(here), connector(index, kind)))
        .extracting(Candidate::index)
        .isEqualTo(chosen);
  }

  @Test
  void whereNoneRunsNoneIsChosen() {
    assertThat(ConnectorChoice.best(List.of(), connector(0, "http"))).isNull();
  }
}
