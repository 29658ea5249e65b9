package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.duplex.Containers;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LocalApplicationTest {
  private final Containers containers = new Containers();
  private final LocalApplication application =
      new LocalApplication(
          "a", () -> "", new WarmUp(List.of(), 1, 1, System::nanoTime), containers);

  @Test
  void beforeItHasJoinedItsAddressIsNotKnown() {
    assertThat(application.refusal("http://127.0.0.1:1")).isEqualTo("its address is not known yet");
  }

  @Test
  void aSessionThatMovesOnTrialIsNoRefusal() {
    containers.add(rehearsing(null));

    assertThat(application.trialMove()).isEmpty();
  }

  static List<Throwable> failures() {
    return List.of(
        new CaptureException("/shop: class Cart is not serialisable"),
        new IllegalStateException("the manager is stopped"),
        new NoClassDefFoundError("Cart"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatFailsInTheTrialIsToldInItsOwnWords(Throwable failure) {
    containers.add(new MemoryContainer());
    containers.add(rehearsing(failure));

    assertThat(application.trialMove()).isEqualTo(failure.getMessage());
  }

  @Test
  void aFailureWithoutWordsIsAFailure() {
    containers.add(rehearsing(new IllegalStateException()));

    assertThat(application.trialMove()).isNotEmpty();
  }

  private static Container rehearsing(@Nullable Throwable failure) {
    return (Container)
        Proxy.newProxyInstance(
            LocalApplicationTest.class.getClassLoader(),
            new Class<?>[] {Container.class},
            (proxy, method, args) -> {
              if (method.getName().equals("rehearse")) {
                if (failure != null) {
                  throw failure;
                }
                return null;
              }
              return method.getName().equals("equals") ? proxy == args[0] : 0;
            });
  }
}
