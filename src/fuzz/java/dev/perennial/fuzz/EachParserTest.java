package dev.perennial.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * All parsers in one JVM, where there is little time: the first byte chooses one. A fuzzer starts
 * for several seconds, and takes one method in each JVM.
 */
@Tag("jvm")
class EachParserTest {
  private static final String METHOD = "noneDoesWhatItMustNot";
  private static final long SPARE_NANOS = Duration.ofMillis(500).toNanos();
  private static final List<Parser> PARSERS = Parser.all();

  /** What is known is where the fuzzer begins. */
  @BeforeAll
  static void begin() throws IOException {
    if (!fuzzes()) {
      return;
    }
    Path corpus = Path.of(".cifuzz-corpus", EachParserTest.class.getName(), METHOD);
    Files.createDirectories(corpus);
    for (int i = 0; i < PARSERS.size(); i++) {
      int number = 0;
      for (byte[] known : PARSERS.get(i).known()) {
        byte[] chosen = new byte[known.length + 1];
        chosen[0] = (byte) i;
        System.arraycopy(known, 0, chosen, 1, known.length);
        Files.write(corpus.resolve("known-" + i + "-" + number++), chosen);
      }
    }
  }

  private static boolean fuzzes() {
    String fuzz = System.getenv("JAZZER_FUZZ");
    return fuzz != null && !fuzz.isEmpty();
  }

  @FuzzTest
  void noneDoesWhatItMustNot(byte[] data) throws IOException {
    if (data.length == 0) {
      return;
    }
    Parser parser = PARSERS.get((data[0] & 0xff) % PARSERS.size());
    if (hadItsShare(parser)) {
      return;
    }
    byte[] input = Arrays.copyOfRange(data, 1, data.length);
    try {
      parser.feed(input);
    } catch (Throwable e) {
      throw new AssertionError(whatToDo(parser, input), e);
    }
  }

  /** Some take a thousand times as long as others, which would get nothing. */
  private static boolean hadItsShare(Parser parser) {
    long all = PARSERS.stream().mapToLong(Parser::nanos).sum();
    return parser.nanos() > SPARE_NANOS + all / PARSERS.size();
  }

  /** Where this runs its files may be thrown away: what is printed must be enough. */
  private static String whatToDo(Parser parser, byte[] input) throws IOException {
    Path file = parser.inputs().resolve("found-" + digest(input));
    Files.createDirectories(parser.inputs());
    Files.write(file, input);
    return """
    %s does what it must not with an input of %d bytes, which is now in src/fuzz/%s; elsewhere it is made by:
      mkdir -p src/fuzz/%s && echo %s | base64 -d > src/fuzz/%s
    This tries it again, as does each build from now on:
      src/fuzz/run --seconds 1 --parser %s
    """
        .formatted(
            parser.name(),
            input.length,
            file,
            parser.inputs(),
            Base64.getEncoder().encodeToString(input),
            file,
            parser.name());
  }

  private static String digest(byte[] input) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(input);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @AfterAll
  static void eachWasFed() {
    if (fuzzes()) {
      for (Parser parser : PARSERS) {
        System.out.printf(
            "fuzzed %s: %d inputs in %d ms%n",
            parser.name(), parser.fed(), Duration.ofNanos(parser.nanos()).toMillis());
        assertThat(parser.fed()).as(parser.name()).isPositive();
      }
    }
  }
}
