package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AgentThreadsTest {
  /** Whoever has something done first may be a request of a user. */
  @Test
  void theyInheritNothing() throws InterruptedException {
    InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
    user.set("ann");
    try {
      AtomicReference<String> seen = new AtomicReference<>("not run");
      Thread thread = AgentThreads.daemon("perennial-test").newThread(() -> seen.set(user.get()));
      thread.start();
      thread.join();

      assertThat(seen.get()).isNull();
      assertThat(thread.isDaemon()).isTrue();
    } finally {
      user.remove();
    }
  }
}
