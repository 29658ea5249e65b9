package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.alert.Alert;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.server.Reach;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinTriesTest {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final List<String> ready = new ArrayList<>();
  private final List<List<Alert>> alerts = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private final Deque<Throwable> failures = new ArrayDeque<>();
  private boolean unwanted;
  private boolean viewFails;
  private final Reach reach =
      new Reach(
          "s1",
          "shop",
          new Reach.View() {
            @Override
            public void alone(String why) {
              if (viewFails) {
                throw new OutOfMemoryError("Java heap space: planted");
              }
              ready.add(why);
            }

            @Override
            public void member(String lonely) {
              ready.add("member");
            }
          },
          alerts::add,
          Log.toStream(InstantSource.system(), new PrintStream(log, true, StandardCharsets.UTF_8)),
          InstantSource.system());
  private final JoinTries tries =
      new JoinTries(this::join, reach, () -> unwanted, time -> pauses.add(time.toSeconds()));

  private void join() throws IOException {
    Throwable next = failures.poll();
    if (next instanceof IOException refused) {
      throw refused;
    }
    if (next instanceof RuntimeException refused) {
      throw refused;
    }
    if (next instanceof Error error) {
      throw error;
    }
  }

  @Test
  void whateverIsThrownItIsTriedAgainWithLongerPauses() throws Exception {
    failures.add(new OutOfMemoryError("unable to create native thread: planted"));
    failures.add(new IOException("links", new IOException("Too many open files")));
    failures.add(new NoClassDefFoundError("a/B"));
    failures.add(new IllegalStateException("odd"));
    failures.add(new IOException("the name is taken"));
    long suppressed = Suppressed.total();

    tries.run();

    assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 60L);
    assertThat(Suppressed.total() - suppressed).as("counted: all but the answer").isEqualTo(4);
    assertThat(ready).hasSize(6).endsWith("member");
    assertThat(ready.get(0))
        .startsWith("the cluster is not reached, serves alone: no thread is to be had")
        .endsWith("; tries so far: 1");
    assertThat(ready.get(4)).endsWith("the name is taken; tries so far: 5");
    assertThat(alerts.get(1).get(0).text())
        .startsWith("s1 has not reached its cluster 'shop': no file descriptor is to be had");
    assertThat(alerts).hasSize(6).endsWith(List.of());
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("no thread is to be had", "no file descriptor is to be had", "a/B", "odd")
        .contains("over: the cluster could not be joined; joined at try 6");
  }

  @Test
  void oneReasonIsLoggedOnce() throws Exception {
    for (int i = 0; i < 9; i++) {
      failures.add(new IOException("the secret was refused"));
    }

    tries.run();

    assertThat(log.toString(StandardCharsets.UTF_8)).containsOnlyOnce("the secret was refused");
    assertThat(ready).hasSize(10);
  }

  @Test
  void whereNothingCanEvenBeSaidItIsTriedAgain() throws Exception {
    viewFails = true;
    failures.add(new OutOfMemoryError("Java heap space: planted"));

    tries.run();

    assertThat(ready).containsExactly("member");
  }

  @Test
  void aServerThatStopsJoinsNothing() throws Exception {
    unwanted = true;
    failures.add(new AssertionError("tried"));

    tries.run();

    assertThat(failures).hasSize(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void whoIsInterruptedGivesUp() {
    failures.add(new IOException("x"));
    JoinTries interrupted =
        new JoinTries(
            this::join,
            reach,
            () -> false,
            time -> {
              throw new InterruptedException("after " + Duration.ZERO);
            });

    assertThatThrownBy(interrupted::run).isInstanceOf(InterruptedException.class);
  }
}
