package dev.perennial.bench.wild;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How fast a program gets on, and since when it hardly does. Confined to one thread. */
final class Pace {
  /** Of the best pace; what is slower does hardly anything but collect. */
  private static final double HARDLY = 0.1;

  private static final Duration WINDOW = Duration.ofSeconds(1);

  private record Look(Instant at, long rounds) {}

  private final List<Look> looks = new ArrayList<>();
  private double best;
  private Instant goingOn = Instant.MIN;

  /** Takes how many rounds of work were done until then; never fewer than before. */
  void add(Instant at, long rounds) {
    looks.add(new Look(at, rounds));
    Look from = looks.get(0);
    if (Duration.between(from.at(), at).compareTo(WINDOW) < 0) {
      return;
    }
    while (looks.size() > 2 && Duration.between(looks.get(1).at(), at).compareTo(WINDOW) >= 0) {
      looks.remove(0);
      from = looks.get(0);
    }
    double seconds = Duration.between(from.at(), at).toNanos() / 1e9;
    double rate = (rounds - from.rounds()) / seconds;
    best = Math.max(best, rate);
    if (rate >= HARDLY * best) {
      goingOn = at;
    }
  }

  /** Returns since when it has hardly got on; empty if it has never got on, or still does. */
  Optional<Instant> stuckSince() {
    boolean now = looks.isEmpty() || looks.get(looks.size() - 1).at().equals(goingOn);
    return best == 0 || now ? Optional.empty() : Optional.of(goingOn);
  }
}
