package dev.perennial.bench.exam.heldout;

import dev.perennial.bench.exam.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Servers in which something runs out. */
final class Aging {
  private Aging() {}

  static List<Scenario> all() {
    List<Scenario> list = new ArrayList<>();
    for (Speed speed : Speed.values()) {
      list.add(leak("heap", "linear", speed, d -> Shape.linear()));
    }
    for (Speed speed : List.of(Speed.HOURS, Speed.DAYS)) {
      list.add(leak("heap", "accelerating", speed, Shape::accelerating));
      list.add(leak("heap", "piecewise-linear", speed, Shape::piecewise));
      list.add(leak("heap", "stepwise", speed, Shape::stepwise));
    }
    list.add(cycle("heap", "per request, daily cycle", Speed.DAYS, true));
    list.add(cycle("heap", "slow, daily cycle", Speed.WEEKS, false));
    list.add(cycle("heap", "per request, daily cycle", Speed.WEEKS, true));
    list.add(leak("metaspace", "linear", Speed.HOURS, d -> Shape.linear()));
    list.add(leak("metaspace", "stepwise", Speed.DAYS, Shape::stepwise));
    list.add(leak("threads", "linear", Speed.MINUTES, d -> Shape.linear()));
    list.add(leak("threads", "piecewise-linear", Speed.HOURS, Shape::piecewise));
    list.add(cycle("threads", "per request, daily cycle", Speed.DAYS, true));
    list.add(leak("files", "linear", Speed.MINUTES, d -> Shape.linear()));
    list.add(leak("files", "accelerating", Speed.HOURS, Shape::accelerating));
    list.add(cycle("files", "per request, daily cycle", Speed.DAYS, true));
    list.add(leak("buffers.direct", "linear", Speed.HOURS, d -> Shape.linear()));
    list.add(leak("buffers.direct", "piecewise-linear", Speed.DAYS, Shape::piecewise));
    list.add(leak("memory.native", "linear", Speed.HOURS, d -> Shape.linear()));
    list.add(leak("memory.native", "accelerating", Speed.DAYS, Shape::accelerating));
    list.add(cycle("memory.native", "slow, daily cycle", Speed.WEEKS, false));
    list.add(spiral());
    return list;
  }

  private static Scenario leak(String what, String how, Speed speed, Function<Draw, Shape> shape) {
    return aging(
        what + ", " + how + ", " + speed.name().toLowerCase(Locale.ROOT),
        what,
        speed,
        (plan, draw) -> plan.shape = shape.apply(draw));
  }

  /** A leak that a strong daily cycle hides. */
  private static Scenario cycle(String what, String how, Speed speed, boolean perRequest) {
    return aging(
        what + ", " + how + ", " + speed.name().toLowerCase(Locale.ROOT),
        what,
        speed,
        (plan, draw) -> {
          plan.trough = draw.between(0.05, 0.4);
          plan.sessions = draw.between(0.08, 0.2);
          plan.perRequest = perRequest;
        });
  }

  /** Within minutes so full that the application hardly runs; then it lasts a little longer. */
  private static Scenario spiral() {
    return aging(
        "heap, death spiral",
        "heap",
        Speed.MINUTES,
        (plan, draw) -> {
          plan.life = draw.between(240, 900);
          plan.shape = Shape.spiral(draw);
          plan.allocation = draw.about(0.05, 0.5);
          plan.collector =
              draw.oneOf(new Collector[] {Collector.SERIAL, Collector.PARALLEL, Collector.G1});
        });
  }

  private interface Kind {
    void change(Plan plan, Draw draw);
  }

  private static Scenario aging(String name, String what, Speed speed, Kind kind) {
    return new Scenario(
        name,
        true,
        0,
        seed -> {
          Draw draw = new Draw(seed + 31L * name.hashCode());
          Plan plan = new Plan(draw);
          plan.stepSeconds = speed.stepSeconds;
          plan.leaking = what;
          plan.since = speed.youngSeconds * draw.between(0.25, 1);
          plan.life = draw.about(speed.least, speed.most);
          kind.change(plan, draw);
          plan.keepUp();
          return new MadeUpTrace(name + " #" + seed, plan);
        });
  }
}
