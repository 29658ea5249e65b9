package dev.perennial.agent.boot;

import dev.perennial.agent.alert.Alert;
import dev.perennial.agent.alert.AlertSender;
import dev.perennial.agent.clean.GivingBack;
import dev.perennial.agent.clean.NotGivenBack;
import dev.perennial.agent.rejuvenation.GentleSteps;
import dev.perennial.agent.sensor.Collector;
import dev.perennial.agent.sensor.ExpectedPause;
import dev.perennial.agent.sensor.MaxHeap;
import dev.perennial.agent.server.AgentStatus;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.status.GentleFigures;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.rejuvenation.Gentle;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** Makes what takes the gentle steps under suspicion, where an operator wants them. */
final class GentleWiring {
  private static final String ALERT = "NOT_GIVEN_BACK";

  private GentleWiring() {}

  /** Returns what each judgement passes through. */
  static UnaryOperator<Judgement> of(
      Start start,
      Workers workers,
      TrafficWiring traffic,
      GivingBack steps,
      AgentStatus status,
      AlertSender alerts,
      InstantSource clock) {
    if (!start.settings().flag(Key.GENTLE)) {
      return UnaryOperator.identity();
    }
    Collector collector = Collector.ofThisJvm();
    return new GentleSteps(
        new Gentle(start.settings().ratio(Key.QUIET_LOAD)),
        new GentleSteps.Means(
            steps::run,
            figures -> NotGivenBack.of(figures, collector, MaxHeap.isFixed()),
            () -> load(traffic),
            live -> ExpectedPause.seconds(collector, live),
            workers.work(),
            System::nanoTime),
        new Told(start, status, alerts, clock),
        start.log());
  }

  /** A server of which it is not known how much it can work on at once is quiet when idle. */
  private static double load(TrafficWiring traffic) {
    long inFlight = traffic.load.sample().inFlight();
    int threads = traffic.containers.requestThreads();
    return threads > 0 ? (double) inFlight / threads : inFlight > 0 ? 1 : 0;
  }

  /** Shows what was done, and has the alert hold while it holds. For what its methods say. */
  private static final class Told implements GentleSteps.View {
    private final Start start;
    private final AgentStatus status;
    private final AlertSender alerts;
    private final InstantSource clock;
    private long times;

    Told(Start start, AgentStatus status, AlertSender alerts, InstantSource clock) {
      this.start = start;
      this.status = status;
      this.alerts = alerts;
      this.clock = clock;
    }

    @Override
    public synchronized void taken(GivingBack.Figures figures) {
      status.gentle(new GentleFigures(++times, figures.heapGivenBack(), figures.givenBack()));
    }

    @Override
    public void holds(String sentence) {
      alerts.hold(
          "gentle",
          sentence.isEmpty()
              ? List.of()
              : List.of(
                  new Alert(
                      clock.instant(),
                      start.settings().text(Key.CLUSTER_NAME),
                      start.name(),
                      ALERT,
                      Alert.State.HOLDS,
                      sentence)));
    }
  }
}
