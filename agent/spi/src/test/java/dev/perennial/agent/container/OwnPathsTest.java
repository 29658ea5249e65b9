package dev.perennial.agent.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OwnPathsTest {
  private final OwnPaths paths = OwnPaths.of(List.of("/actuator", "/shop/admin", "/überall"));

  @ParameterizedTest(name = "{0}: {1}, with a session {2}")
  @CsvSource({
    "/actuator, true, true",
    "/actuator/, true, true",
    "/actuator/shutdown, true, true",
    "/actuators, false, false",
    "/actuato, false, false",
    "/x/actuator, false, false",
    "/Actuator, false, false",
    "/shop/admin/x, true, true",
    "/shop, false, false",
    "/überall/x, true, true",
    // Where probes ask by convention, an application may have ordinary pages.
    "/health, true, false",
    "/health/live, true, false",
    "/healthcare, false, false",
    "/livez, true, false",
    "/readyz, true, false",
    "/healthz, true, false",
    "/, false, false",
    "'', false, false",
  })
  void haveWhatIsForThisServer(String path, boolean without, boolean withSession) {
    assertThat(have(paths, path, false)).isEqualTo(without);
    assertThat(have(paths, path, true)).isEqualTo(withSession);
  }

  @Test
  void aPieceOfAPathCountsAsOne() {
    byte[] path = "/shop/actuator/health".getBytes(StandardCharsets.UTF_8);

    assertThat(paths.have(path, 5, path.length, true)).isTrue();
    assertThat(paths.have(path, 5, 13, true)).as("up to the middle of the name").isFalse();
    assertThat(paths.have(path, 5, 14, true)).isTrue();
    assertThat(paths.have(path, 0, path.length, true)).isFalse();
  }

  @Test
  void ofNothingThereIsNone() {
    assertThat(have(OwnPaths.none(), "/actuator", false)).isFalse();
    assertThat(have(OwnPaths.none(), "/health", false)).isFalse();
    assertThat(have(OwnPaths.of(List.of()), "/actuator", false)).isFalse();
    assertThat(have(OwnPaths.of(List.of()), "/health", false)).isTrue();
  }

  private static boolean have(OwnPaths paths, String path, boolean namesSession) {
    // Followed by what was there before, as a buffer that is used again is.
    byte[] bytes = (path + "/actuator").getBytes(StandardCharsets.UTF_8);
    int length = path.getBytes(StandardCharsets.UTF_8).length;
    return paths.have(bytes, 0, length, namesSession);
  }
}
