package dev.perennial.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

final class PerennialTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Counter counter = new Counter();

  private static ObjectName name(String type, String name) throws Exception {
    return new ObjectName("perennial.part:type=" + type + ",name=\"" + name + "\"");
  }

  @Test
  void aRegisteredPartCanBeMovedThroughItsMBean() throws Exception {
    try (Registration registered = Perennial.register(counter)) {
      assertThat(registered).isNotNull();
      ObjectName name = name("Part", "counter");
      server.invoke(name, "pause", new Object[] {500L}, new String[] {"long"});
      byte[] state = (byte[]) server.invoke(name, "capture", new Object[0], new String[0]);
      counter.value.set(0);
      server.invoke(name, "resume", new Object[] {state}, new String[] {byte[].class.getName()});
    }

    assertThat(counter.value).hasValue(41);
    assertThat(counter.limit).isEqualTo(Duration.ofMillis(500));
    assertThat(server.isRegistered(name("Part", "counter"))).isFalse();
  }

  @Test
  void closingARegistrationTwiceDoesNothing() {
    Registration registered = Perennial.register(counter);
    registered.close();
    registered.close();

    Perennial.register(counter).close();
  }

  @Test
  void twoPartsOfTheSameNameAreRefusedInWords() {
    try (Registration first = Perennial.register(counter)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> Perennial.register(counter))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Part \"counter\" is registered already");
    }
  }

  @Test
  void aClearableIsClearedThroughItsMBean() throws Exception {
    AtomicInteger cleared = new AtomicInteger();
    Clearable cache =
        new Clearable() {
          @Override
          public String name() {
            return "prices, today's";
          }

          @Override
          public void clear() {
            cleared.incrementAndGet();
          }
        };
    try (Registration registered = Perennial.register(cache)) {
      assertThat(registered).isNotNull();
      server.invoke(name("Clearable", cache.name()), "clear", new Object[0], new String[0]);
    }

    assertThat(cleared).hasValue(1);
  }

  private static final class Counter implements Part {
    final AtomicInteger value = new AtomicInteger(41);
    Duration limit = Duration.ZERO;

    @Override
    public String name() {
      return "counter";
    }

    @Override
    public void pause(Duration limit) {
      this.limit = limit;
    }

    @Override
    public byte[] capture() {
      return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void resume(byte[] state) {
      value.set(Integer.parseInt(new String(state, StandardCharsets.UTF_8)));
    }

    @Override
    public void resumeUnchanged() {}
  }
}
