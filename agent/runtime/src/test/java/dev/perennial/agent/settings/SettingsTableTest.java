package dev.perennial.agent.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsTableTest {
  private static final String BEGIN = "<!-- settings -->\n";
  private static final String END = "<!-- /settings -->";

  /** With -Dreadme.write=true the table is written instead. */
  @Test
  void theTableInTheReadmeIsTheOneMadeFromTheKeys() throws IOException {
    Path file = Path.of("../../README.md");
    String readme = Files.readString(file);
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END);
    assumeThat(begin >= 0 && end > begin).as("README has a place for the table").isTrue();

    if (Boolean.getBoolean("readme.write")) {
      readme =
          readme.substring(0, begin + BEGIN.length())
              + SettingsTable.markdown()
              + readme.substring(end);
      Files.writeString(file, readme);
      end = readme.indexOf(END);
    }

    assertThat(readme.substring(begin + BEGIN.length(), end)).isEqualTo(SettingsTable.markdown());
  }
}
