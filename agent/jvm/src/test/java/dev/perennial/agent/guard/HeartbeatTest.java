package dev.perennial.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HeartbeatTest {
  /** In a death spiral the old generation is full, and the young one full of garbage only. */
  @Test
  void whatLivesHasTheRoomOfTheOldGenerationWhereThatIsLimited() {
    assertThat(Heartbeat.room(List.of(pool("Eden Space", 34), pool("Tenured Gen", 85)), 124))
        .isEqualTo(85);
    assertThat(Heartbeat.room(List.of(pool("PS Eden Space", 40), pool("PS Old Gen", 86)), 124))
        .isEqualTo(86);
  }

  @Test
  void whatLivesHasTheWholeHeapOtherwise() {
    assertThat(Heartbeat.room(List.of(pool("G1 Eden Space", -1), pool("G1 Old Gen", 128)), 128))
        .isEqualTo(128);
    assertThat(Heartbeat.room(List.of(pool("ZHeap", 128)), 128)).isEqualTo(128);
  }

  private static MemoryPoolMXBean pool(String name, long max) {
    return (MemoryPoolMXBean)
        Proxy.newProxyInstance(
            HeartbeatTest.class.getClassLoader(),
            new Class<?>[] {MemoryPoolMXBean.class},
            (proxy, method, arguments) ->
                method.getName().equals("getName") ? name : new MemoryUsage(0, 0, 0, max));
  }
}
