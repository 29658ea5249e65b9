package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AbsenceTest {
  /** The others of the roster are s2, s3, ... in these stages. */
  @ParameterizedTest(name = "others {0}, alive {1}, configured {2}: {3}")
  @CsvSource(
      delimiter = '|',
      value = {
        "''                  | s1    | 10.0.0.2:5701 | no other server has been seen yet",
        "''                  | s1    | ''            | ''",
        "IN_SERVICE          | s1 s2 | 10.0.0.2:5701 | ''",
        "REJUVENATING        | s1    | 10.0.0.2:5701 | ''",
        "REJUVENATING OUT    | s1    | 10.0.0.2:5701 | on the roster: s2 (REJUVENATING), s3 (OUT)",
        "RETURNING           | s1    | 10.0.0.2:5701 | on the roster: s2 (RETURNING)",
        "OUT                 | s1    | 10.0.0.2:5701 | on the roster: s2 (OUT)",
        "OUT                 | s1    | ''            | ''",
        "OUT                 | s1 s3 | 10.0.0.2:5701 | ''",
      })
  void whoIsMissed(String others, String alive, String configured, String words) {
    List<ServerEntry> entries = new ArrayList<>();
    entries.add(entry("s1", Stage.IN_SERVICE));
    for (String stage : others.isEmpty() ? new String[0] : others.split(" ")) {
      entries.add(entry("s" + (entries.size() + 1), Stage.valueOf(stage)));
    }
    Roster roster = new Roster(9, Mode.ACTIVE_STANDBY, entries, Set.of(), List.of(), "");

    String missed =
        Absence.of(
            "s1",
            roster,
            Set.of(alive.split(" ")),
            configured.isEmpty() ? List.of() : List.of(configured),
            "agent argument");

    if (words.isEmpty()) {
      assertThat(missed).isEmpty();
    } else {
      assertThat(missed).contains(words);
    }
  }

  private static ServerEntry entry(String name, Stage stage) {
    return new ServerEntry(name, 3, Role.PRIMARY, stage, null, 7, 0, "said", 1, false);
  }
}
