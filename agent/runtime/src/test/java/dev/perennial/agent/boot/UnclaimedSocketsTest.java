package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.restart.ListenAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnclaimedSocketsTest {
  private final List<ListenAddress> left =
      List.of(ListenAddress.of("127.0.0.1", 8081), ListenAddress.of("127.0.0.1", 8080));
  private final List<String> said = new ArrayList<>();
  private long now = TimeUnit.DAYS.toNanos(3);
  private int claimed;
  private boolean listens;
  private int closed;

  private final UnclaimedSockets unclaimed =
      new UnclaimedSockets(
          new UnclaimedSockets.Kept(() -> claimed, this::close),
          () -> listens,
          TimeUnit.SECONDS.toNanos(60),
          () -> now,
          said::add);

  private List<ListenAddress> close() {
    closed++;
    return left.subList(claimed, left.size());
  }

  private void lookEachSecond(int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += TimeUnit.SECONDS.toNanos(1);
      unclaimed.look();
    }
  }

  @Test
  void closesAWhileAfterTheContainerListensAndSaysWhatNobodyHasBound() {
    lookEachSecond(20);
    listens = true;
    claimed = 1;
    lookEachSecond(10);
    assertThat(closed).isZero();

    lookEachSecond(1);

    assertThat(closed).isOne();
    assertThat(said)
        .containsExactly(
            "nobody has bound what the life before listened at: 127.0.0.1:8080; it is closed now,"
                + " and who connects there is refused");
  }

  @Test
  void waitsAgainAfterEachBind() {
    listens = true;
    claimed = 1;
    lookEachSecond(9);
    claimed = 2;
    lookEachSecond(10);
    assertThat(closed).isZero();

    lookEachSecond(1);

    assertThat(closed).isOne();
    assertThat(said).as("all were bound").isEmpty();
  }

  @Test
  void whereNothingListensTheLimitCounts() {
    lookEachSecond(59);
    assertThat(closed).isZero();

    lookEachSecond(5);

    assertThat(closed).isOne();
    assertThat(said).singleElement().asString().contains("127.0.0.1:8080, 127.0.0.1:8081");
  }
}
