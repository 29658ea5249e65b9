package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every server serves, and each is the others' spare. */
@Timeout(300)
final class ActiveActiveIT {
  @Test
  void anAgedPrimaryHandsOverToAnotherAndComesBackAsPrimary() throws Exception {
    try (Cluster cluster = new Cluster("active-active", "11")) {
      cluster.with("perennial.mode", "active-active");
      for (String name : List.of("s1", "s2")) {
        cluster.add(name, "primary");
      }
      cluster.start();
      Server aging = cluster.get("s1");
      Server other = cluster.get("s2");
      ExampleSession mine = ExampleSession.open(aging.httpPort);
      mine.write(aging.httpPort, "colour", "green");
      ExampleSession theirs = ExampleSession.open(other.httpPort);
      theirs.write(other.httpPort, "colour", "red");

      try (Load first = new Load(2, () -> aging.httpPort);
          Load second = new Load(2, () -> other.httpPort)) {
        cluster.rejuvenate(aging);
        int before = first.requests();
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> first.requests() > before + 20 || !first.failures().isEmpty());
        assertThat(first.finish()).isEmpty();
        assertThat(second.finish()).isEmpty();
      }

      mine.expect(aging.httpPort, "colour", "green");
      mine.expect(other.httpPort, "colour", "green");
      theirs.expect(aging.httpPort, "colour", "red");
      assertThat(aging.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
      ExampleSession fresh = ExampleSession.open(aging.httpPort);
      fresh.write(aging.httpPort, "colour", "white");
      assertThat(aging.attribute(Server.SERVER_BEAN, "Sessions")).isNotEqualTo(0L);
    }
  }
}
