package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As tried with the java command of JDK 17 and 25. */
final class OptionTextTest {
  private record Case(String text, boolean file, String... words) {
    @Override
    public String toString() {
      return text.replace("\n", "\\n") + " -> " + Arrays.toString(words);
    }
  }

  static Stream<Case> texts() {
    return Stream.of(
        new Case("", false),
        new Case("  \n\t ", true),
        new Case("-Xmx1g  -Da=b\n-Dc=d", false, "-Xmx1g", "-Da=b", "-Dc=d"),
        new Case("-Da=\"b c\" '-Dd=\"e\"'", false, "-Da=b c", "-Dd=\"e\""),
        new Case("-Da=b\\c \"d\\e\"", false, "-Da=b\\c", "d\\e"),
        new Case("-Da=b\\c \"d\\\\e\\tf\"", true, "-Da=b\\c", "d\\e\tf"),
        new Case("# of ops\n-Xmx1g # more\n-Da=\"#\"", true, "-Xmx1g", "-Da=#"),
        new Case("# -Xmx1g", false, "#", "-Xmx1g"),
        new Case("-cp \"a:\\\n   b\"", true, "-cp", "a:b"),
        new Case("-Da= \"\"", false, "-Da=", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void partsIntoWords(Case text) {
    assertThat(text.file ? OptionText.ofArgumentFile(text.text) : OptionText.plain(text.text))
        .isEqualTo(List.of(text.words));
  }
}
