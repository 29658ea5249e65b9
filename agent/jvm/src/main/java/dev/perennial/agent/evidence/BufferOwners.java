package dev.perennial.agent.evidence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Who holds the direct buffers: known from a heap dump; without one, guessed from what has come in
 * the same number. Pure.
 *
 * @param now all of them
 * @param grown what has come since the server was young
 * @param rows the likeliest owner first
 * @param isKnown whether the owners are, or only guessed
 */
record BufferOwners(BufferPool now, BufferPool grown, List<Row> rows, boolean isKnown) {
  private static final double WORTH_NAMING = 0.01;
  private static final int MOST = 5;

  /** With fewer it is chance that something else has come as often. */
  private static final long ENOUGH_TO_GUESS = 8;

  /** No more than a quarter more of the one than of the other. */
  private static final double AS_MANY = 0.8;

  /**
   * One of them.
   *
   * @param owner a class or a kind of thread
   * @param bytes that it holds; negative if that is not known
   * @param why it is named, in words
   */
  record Row(String owner, long bytes, String why) {}

  /** Takes what a heap dump has told of their holders, or guesses if there is nothing of them. */
  static BufferOwners of(
      BufferPool now,
      BufferPool grown,
      Holders holders,
      ClassHistogram classes,
      List<Groups.Row> threads) {
    Map<String, Double> known = holders.of(BufferPool.CLASS);
    return known.isEmpty()
        ? new BufferOwners(now, grown, guessed(grown, classes, threads), false)
        : new BufferOwners(now, grown, held(now, known), true);
  }

  private static List<Row> held(BufferPool now, Map<String, Double> known) {
    return known.entrySet().stream()
        .filter(e -> e.getValue() >= WORTH_NAMING)
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(MOST)
        .map(
            e ->
                new Row(
                    e.getKey(),
                    Math.round(e.getValue() * now.bytes()),
                    "holds " + Format.percent(e.getValue()) + " of them"))
        .toList();
  }

  private static List<Row> guessed(
      BufferPool grown, ClassHistogram classes, List<Groups.Row> threads) {
    if (grown.count() < ENOUGH_TO_GUESS) {
      return List.of();
    }
    record Guess(String owner, long come) {}
    List<Guess> guesses = new ArrayList<>();
    classes
        .sizes()
        .forEach(
            (name, size) -> {
              if (!Suspects.isCarrier(name)) {
                guesses.add(new Guess(name, size.instances()));
              }
            });
    threads.forEach(t -> guesses.add(new Guess("thread " + t.kind(), t.grown())));
    return guesses.stream()
        .filter(g -> Suspects.nearness(g.come(), grown.count()) >= AS_MANY)
        .sorted(
            Comparator.comparingDouble((Guess g) -> -Suspects.nearness(g.come(), grown.count()))
                .thenComparing(Guess::owner))
        .limit(MOST)
        .map(g -> new Row(g.owner(), -1, Format.count(g.come()) + " have come as well"))
        .toList();
  }
}
