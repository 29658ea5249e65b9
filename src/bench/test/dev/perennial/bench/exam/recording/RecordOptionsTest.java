package dev.perennial.bench.exam.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordOptionsTest {
  @Test
  void theDefaultIsAHealthyShop() {
    RecordOptions options = read();

    assertThat(options.program).isEqualTo(Program.SHOP);
    assertThat(options.vmOptions()).containsExactly("-Xmx128m");
    assertThat(options.name(17)).isEqualTo("shop-jdk17-g1-healthy");
  }

  @Test
  void readsWhatLeaksAndHowFast() {
    RecordOptions options = read("--fault", "heap:400", "--gc", "Z", "--vm", "-Xmx1g  -Xss1m");

    assertThat(options.leak).isEqualTo(new RecordOptions.Leak("heap", 400));
    assertThat(options.vmOptions()).containsExactly("-Xmx1g", "-Xss1m");
    assertThat(options.name(25)).isEqualTo("shop-jdk25-z-heap-400");
    assertThat(read("--program", "database").program).isEqualTo(Program.DATABASE);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> read("--fault", "heap")).hasMessageContaining("must be KIND:RATE");
    assertThatThrownBy(() -> read("--fault", "heap:0")).hasMessageContaining("above 0");
    assertThatThrownBy(() -> read("--program", "tomcat", "--fault", "heap:1"))
        .hasMessage("only the program shop can be made to leak");
  }

  private static RecordOptions read(String... args) {
    return RecordOptions.read(List.of(args));
  }
}
