package dev.perennial.bench.exam.tuning;

import dev.perennial.bench.exam.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Every kind of health and aging, at several speeds, to tune the judge on. */
public final class Tuning {
  private static final double HEALTHY_DAYS = 10;
  private static final double START_SECONDS = 1800;

  private final double period;
  private final List<Scenario> all = new ArrayList<>();

  private Tuning(double period) {
    this.period = period;
  }

  /** Returns the scenarios; a healthy server is looked at every so many seconds. */
  public static List<Scenario> scenarios(double periodSeconds) {
    Tuning tuning = new Tuning(periodSeconds);
    tuning.healthy();
    tuning.aging();
    return List.copyOf(tuning.all);
  }

  private void healthy() {
    healthy("steady", (h, r) -> h);
    healthy("daily", Health::daily);
    healthy("cache fills", Health::filling);
    healthy("cache fills, daily", (h, r) -> h.daily(r).filling(r));
    healthy("load step", Health::stepping);
    healthy("deployment", Health::deploying);
    healthy("batch jobs", (h, r) -> (r.nextBoolean() ? h : h.daily(r)).batching(r));
    healthy("rare collections", (h, r) -> (r.nextBoolean() ? h : h.daily(r)).rarelyCollecting(r));
    healthy("noisy", Health::noisy);
    healthy("nightly batch", (h, r) -> (r.nextBoolean() ? h : h.daily(r)).nightly(r));
    healthy("tight", (h, r) -> (r.nextBoolean() ? h : h.daily(r)).tight(r));
    healthy("tight, noisy", (h, r) -> h.tight(r).noisy(r));
    healthy("tight, rare collections", (h, r) -> h.tight(r).rarelyCollecting(r));
    starts("starts", false, Health::starting);
    starts("starts, threads", true, Health::startingCounted);
  }

  /** Short lives, looked at as closely as those that age within minutes. */
  private void starts(String name, boolean threads, BiFunction<Health, Random, Health> kind) {
    all.add(
        new Scenario(
            "healthy, " + name,
            false,
            START_SECONDS / Health.DAY,
            seed -> {
              Random r = new Random(seed * 31 + name.hashCode());
              Health health = kind.apply(Health.any(r), r);
              return new MadeUp(
                  name, threads, health, Aging.none(), 0, Double.NaN, START_SECONDS, 1, seed);
            }));
  }

  private void healthy(String name, BiFunction<Health, Random, Health> kind) {
    all.add(
        new Scenario(
            "healthy, " + name,
            false,
            HEALTHY_DAYS,
            seed -> {
              Random r = new Random(seed * 31 + name.hashCode());
              Health health = kind.apply(Health.any(r), r);
              return new MadeUp(
                  name,
                  false,
                  health,
                  Aging.none(),
                  0,
                  Double.NaN,
                  HEALTHY_DAYS * Health.DAY,
                  period,
                  seed);
            }));
  }

  private void aging() {
    aging("linear", r -> Aging.linear(), false);
    aging("accelerating", Aging::accelerating, false);
    aging("piecewise-linear", Aging::piecewise, false);
    aging("stepwise", Aging::stepwise, false);
    aging("per request, daily", r -> Aging.perRequest(), true);
    aging("linear, daily", r -> Aging.linear(), true);
    seldomCollected("linear", r -> Aging.linear());
    seldomCollected("accelerating", Aging::accelerating);
    seldomCollected("piecewise-linear", Aging::piecewise);
  }

  /** A heap with room enough that little is known of what lives in it. */
  private void seldomCollected(String name, Function<Random, Aging> kind) {
    String full = "heap, seldom collected, " + name;
    Collected seldom = Collected.SELDOM;
    speed(full + ", minutes", seldom, kind, false, 10 * 60, 40 * 60, 1);
    speed(full + ", hours", seldom, kind, false, Health.HOUR, 12 * Health.HOUR, 10);
    speed(full + ", days", seldom, kind, true, Health.DAY, 5 * Health.DAY, 10);
  }

  /** What wears out, and how often it is known how much of it is in use. */
  private enum Collected {
    NOT,
    OFTEN,
    SELDOM
  }

  private void aging(String name, Function<Random, Aging> kind, boolean daily) {
    for (boolean threads : new boolean[] {false, true}) {
      String full = (threads ? "threads, " : "heap, ") + name;
      Collected collected = threads ? Collected.NOT : Collected.OFTEN;
      if (!daily) {
        speed(full + ", minutes", collected, kind, false, 4 * 60, 40 * 60, 1);
      }
      speed(full + ", hours", collected, kind, daily, Health.HOUR, 12 * Health.HOUR, 10);
      speed(full + ", days", collected, kind, daily, Health.DAY, 5 * Health.DAY, 10);
      speed(full + ", weeks", collected, kind, daily, 7 * Health.DAY, 30 * Health.DAY, 60);
    }
  }

  private void speed(
      String name,
      Collected collected,
      Function<Random, Aging> kind,
      boolean daily,
      double low,
      double high,
      double every) {
    all.add(
        new Scenario(
            name,
            true,
            high * 2 / Health.DAY,
            seed -> {
              Random r = new Random(seed * 37 + name.hashCode());
              Health any = Health.any(r);
              Health health = daily ? any.daily(r) : any;
              double life = Math.exp(Health.between(r, Math.log(low), Math.log(high)));
              boolean threads = collected == Collected.NOT;
              if (collected == Collected.SELDOM) {
                health.collection = life / Math.exp(Health.between(r, Math.log(6), Math.log(60)));
                health.fasterWhenFull = true;
              } else if (low < 600) {
                // A heap that fills in minutes is collected often; how often it is looked through
                // as a whole depends on the collector.
                health.collection =
                    Math.exp(Health.between(r, Math.log(2), Math.log(Math.min(150, life / 7))));
              }
              if (threads) {
                health.counted(r);
              }
              double since = r.nextBoolean() ? 300 : Health.between(r, 600, Math.max(1200, life));
              return new MadeUp(
                  name, threads, health, kind.apply(r), since, life, Double.NaN, every, seed);
            }));
  }
}
