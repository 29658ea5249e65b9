package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jna.internal.Cleaner;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JnaCleanerTest {
  /** Another test of this JVM may have had JNA start its own; then that works on. */
  @Test
  void whatJnaHasToFreeIsFreedByAThreadOfOurs() throws Exception {
    Field field = Cleaner.class.getDeclaredField("cleanerThread");
    field.setAccessible(true);
    boolean wasFree = field.get(Cleaner.getCleaner()) == null;

    assertThat(JnaCleaner.begin()).isEqualTo(wasFree);
    assertThat(JnaCleaner.begin()).isFalse();

    AtomicBoolean freed = new AtomicBoolean();
    register(freed);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              System.gc();
              return freed.get();
            });
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.equals("perennial-jna") || name.equals("JNA Cleaner")))
        .containsExactly(wasFree ? "perennial-jna" : "JNA Cleaner");
  }

  private static void register(AtomicBoolean freed) {
    Object gone = new Object();
    var unused = Cleaner.getCleaner().register(gone, () -> freed.set(true));
  }
}
