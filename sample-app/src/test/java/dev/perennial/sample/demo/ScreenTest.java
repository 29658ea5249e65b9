package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aPipeGetsLinesAndNoBlock() {
    Screen screen = screen(0);

    screen.block(List.of("s1", "s2"));
    screen.plain("story");

    assertThat(text()).isEqualTo("story\n");
  }

  @Test
  void theBlockStaysBelowTheLines() {
    Screen screen = screen(80);

    screen.block(List.of("s1", "s2"));
    screen.plain("story");
    screen.block(List.of("s1"));

    assertThat(text()).isEqualTo("s1\ns2\n\u001b[2A\u001b[Jstory\ns1\n");
  }

  @Test
  void noLineOfTheBlockIsBrokenByTheTerminal() {
    Screen screen = screen(10);

    screen.block(List.of("0123456789abc"));

    assertThat(text()).isEqualTo("012345678\n");
  }

  private Screen screen(int columns) {
    return new Screen(new PrintStream(out, false, StandardCharsets.UTF_8), columns);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
