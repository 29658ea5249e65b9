package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  private final Map<Duration, Runnable> later = new LinkedHashMap<>();
  private final List<String> said = new ArrayList<>();
  private boolean sizes = true;
  private final Baselines baselines =
      new Baselines(new FakeFigures(), later::put, Duration.ofSeconds(30), said::add);

  @Test
  void firstFiguresAreTakenOnceAWarmUpAfterItIsHealthy() {
    baselines.look(false);
    assertThat(later).isEmpty();

    baselines.look(true);
    assertThat(later).containsOnlyKeys(Duration.ofSeconds(30));
    later.remove(Duration.ofSeconds(30)).run();
    baselines.look(true);

    assertThat(later).isEmpty();
    assertThat(said)
        .containsExactly(
            "early",
            "first figures of the young server are noted, for the evidence, its classes' sizes are"
                + " among them");
  }

  @Test
  void allOfThemAreTakenSomeTimeAfterTheStart() {
    baselines.begin(Duration.ofMinutes(5));

    later.get(Duration.ofMinutes(5)).run();

    assertThat(said)
        .containsExactly(
            "all", "the classes' sizes of the young server are noted, for the evidence");
  }

  @Test
  void whatCannotBeToldIsSaid() {
    sizes = false;
    baselines.begin(Duration.ofMinutes(5));
    baselines.look(true);

    later.values().forEach(Runnable::run);

    assertThat(said.get(1)).endsWith("the evidence will show no growth");
    assertThat(said.get(3)).endsWith("not: it would have to stop for too long");
  }

  private final class FakeFigures implements Baselines.Figures {
    @Override
    public boolean takeEarly() {
      said.add("early");
      return sizes;
    }

    @Override
    public boolean take() {
      said.add("all");
      return sizes;
    }
  }
}
