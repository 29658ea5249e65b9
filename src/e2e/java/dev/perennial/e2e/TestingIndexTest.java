package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What src/docs/testing.md says of the tests is so. */
final class TestingIndexTest {
  private static final Path ROOT = Path.of("../..");

  /** A class of tests in backquotes, with or without one of its methods. */
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

  /** By name; more than one module may have one of that name, as ArchitectureTest. */
  private final Map<String, String> sources = sources();

  @Test
  void eachTestThatIsNamedExists() throws IOException {
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(index());
    int count = 0;
    while (named.find()) {
      count++;
      String source = sources.get(named.group(1));
      String method = named.group(2);
      if (source == null || (method != null && !source.contains(" " + method + "("))) {
        missing.add(named.group());
      }
    }

    assertThat(count).isGreaterThan(100);
    assertThat(missing).isEmpty();
  }

  /** A new test of real parts or whole systems is there for a promise, or should not be there. */
  @Test
  void eachIntegrationTestIsNamed() throws IOException {
    String index = index();

    assertThat(sources.keySet())
        .filteredOn(name -> name.endsWith("IT"))
        .hasSizeGreaterThan(30)
        .allSatisfy(name -> assertThat(index).containsPattern("`" + name + "[.`]"));
  }

  @Test
  void theTopLevelIsAsItWasPromised() throws IOException {
    try (Stream<Path> top = Files.list(ROOT)) {
      assertThat(top.map(p -> p.getFileName().toString()).filter(n -> !n.matches("\\..*|target")))
          .containsExactlyInAnyOrder(
              "pom.xml",
              "README.md",
              "LICENSE",
              "mvnw",
              "agent",
              "coordinator",
              "sample-app",
              "src");
    }
  }

  private static String index() throws IOException {
    return Files.readString(ROOT.resolve("src/docs/testing.md"));
  }

  private static Map<String, String> sources() {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().matches("\\w+(Test|IT)\\.java")).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.merge(name, Files.readString(file), String::concat);
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
