package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process that restarts again and again under a client: what each life left behind would add
 * up. {@code src/e2e/lives} does so a thousand times.
 */
@Tag("full")
@Tag("jvm")
@Timeout(value = 12, unit = TimeUnit.HOURS)
final class LivesIT {
  private static final int TIMES = Integer.getInteger("lives.times", 50);

  /** As many lives at the beginning are compared with as many at the end. */
  private static final int COMPARED = 10;

  private static final int ROW_EACH = 100;
  private static final String HEAD =
      """
      | restart | descriptors | threads | zombies | environment, bytes | temporary files | resident, MB |
      | --- | --- | --- | --- | --- | --- | --- |""";

  @TempDir Path folder;

  @Test
  void nothingAddsUpOverManyLives() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("temporary"));
    List<LifeFigures> lives = new ArrayList<>();
    try (ForkedServer server =
        ForkedServer.start(folder, "jdk", "", List.of("-Djava.io.tmpdir=" + temporary))) {
      RestartClient client = new RestartClient(server, Duration.ofMillis(20));
      Thread thread = new Thread(client);
      thread.start();
      long begin = System.nanoTime();
      System.out.println(HEAD);

      for (int life = 2; life <= TIMES + 1; life++) {
        // Ends with the life that has started it, and is left to the next one.
        server.get("/child");
        server.get("/restart");
        server.awaitReady(life);
        assertThat(server.process().isAlive()).as("life %s", life).isTrue();
        client.awaitMoreAnswers(3);
        server.get("/reap");
        lives.add(LifeFigures.parse(server.get("/figures")));
        if (life == 2 || life == TIMES + 1 || lives.size() % ROW_EACH == 0) {
          System.out.println(row(lives.size(), lives.get(lives.size() - 1)));
        }
        assertThat(client.failures).as("life %s", life).isEmpty();
      }
      client.stop.set(true);
      thread.join();

      System.out.printf(
          "%d restarts in %d s; %d answers, none refused or broken, longest wait %d ms%n",
          TIMES,
          TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin),
          client.answers.get(),
          client.longestMillis);
      assertThat(client.lives).hasSize(TIMES + 1);
      assertThat(server.journal().lines()).hasSize(TIMES).doesNotHaveDuplicates();
    }
    flat("open descriptors", lives, LifeFigures::descriptors, 2);
    flat("threads", lives, LifeFigures::threads, 2);
    flat("zombies", lives, LifeFigures::zombies, 0.1);
    // The numbers of the descriptors are in it, of one to three digits.
    flat("bytes of environment", lives, LifeFigures::environmentBytes, 4);
    flat("temporary files", lives, LifeFigures::temporaryFiles, 0.1);
    flat("resident kilobytes", lives, LifeFigures::residentKilobytes, 10_000);
  }

  private static void flat(
      String what, List<LifeFigures> lives, ToLongFunction<LifeFigures> figure, double tolerance) {
    int compared = Math.min(COMPARED, lives.size());
    assertThat(mean(lives.subList(lives.size() - compared, lives.size()), figure))
        .as("%s of the last %s lives, to those of the first", what, compared)
        .isCloseTo(mean(lives.subList(0, compared), figure), within(tolerance));
  }

  private static double mean(List<LifeFigures> lives, ToLongFunction<LifeFigures> figure) {
    return lives.stream().mapToLong(figure).average().orElseThrow();
  }

  private static String row(int restart, LifeFigures life) {
    return "| %d | %d | %d | %d | %d | %d | %.0f |"
        .formatted(
            restart,
            life.descriptors(),
            life.threads(),
            life.zombies(),
            life.environmentBytes(),
            life.temporaryFiles(),
            life.residentKilobytes() / 1024.0);
  }
}
