package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class SourceRunTest {
  /** A dying JVM throws it anywhere: the leader and the guard would wait for a run that is over. */
  @Test
  void aRunThatMeetsAnErrorHasFailed() {
    SourceRun run =
        run(
            () -> {
              throw new OutOfMemoryError("Java heap space");
            });

    run.run();

    assertThat(run.progress().state()).isEqualTo(State.FAILED);
    assertThat(run.progress().detail()).contains("Java heap space");
  }

  @Test
  void aRunWithoutAThreadHasFailed() {
    SourceRun run = run(() -> new StateSize(0, 0, 0, 0));

    run.cannotBegin("unable to create native thread");

    assertThat(run.progress().state()).isEqualTo(State.FAILED);
    assertThat(run.progress().detail()).contains("native thread");
  }

  private static SourceRun run(Supplier<StateSize> size) {
    Containers containers = TwoServers.containers(new MemoryContainer());
    return new SourceRun(
        new SourceDuplexer.Context(
            "A",
            server -> Optional.empty(),
            new RequestGate(null, null, null, token -> false, System::nanoTime),
            (server, bytes) -> CompletableFuture.failedFuture(new IllegalStateException("no link")),
            containers,
            List::of,
            size,
            () -> false,
            server -> false,
            DuplexSettings.defaults(),
            System::nanoTime,
            line -> {},
            new Inventory(containers, List::of),
            left -> {}),
        TwoServers.A,
        TwoServers.B,
        3,
        List.of());
  }
}
