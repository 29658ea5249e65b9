package dev.perennial.sample.demo;

import dev.perennial.sample.client.Figures;
import dev.perennial.sample.client.Traffic;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.ServerStatus;
import java.io.IOException;
import java.time.Duration;

/** One server ages and is made young again. Used by one thread, once. */
final class Round {
  static final Duration LIMIT = Duration.ofSeconds(175);

  /**
   * All that was held at the switch-over is answered when it is over; what takes longer waits for
   * the restart.
   */
  private static final Duration ANSWER_TIME = Duration.ofMillis(300);

  private static final double PLAIN_RESTART_LEVEL = 0.85;
  private static final long HEALTH_NANOS = 1_000_000_000L;

  private final DemoCluster cluster;
  private final Server server;
  private final Traffic traffic;
  private final Live live;
  private final Screen screen;
  private final DemoOptions options;
  private final long begin = System.nanoTime();
  private final Figures figuresBefore;
  private final Health before;
  private Health lastSeen;
  private long lastAsked = System.nanoTime();

  Round(
      DemoCluster cluster,
      Server server,
      Traffic traffic,
      Live live,
      Screen screen,
      DemoOptions options) {
    this.cluster = cluster;
    this.server = server;
    this.traffic = traffic;
    this.live = live;
    this.screen = screen;
    this.options = options;
    this.figuresBefore = traffic.figures();
    this.before =
        Health.of(server)
            .orElseThrow(
                () -> new DemoFailure(server.name + " is not healthy; see " + server.log()));
    this.lastSeen = before;
  }

  /** Runs until the server is back, or time is up. */
  RoundResult run() throws InterruptedException, IOException {
    Scale.Leak leak = options.scale().leak();
    screen.say(
        server.name
            + " begins to leak heap, "
            + leak.fast()
            + " KiB a second, later "
            + leak.slow()
            + "; some of its clients go on to it whatever its readiness says");
    traffic.misroute(server.name);
    return options.withAgent() ? withAgent() : withoutAgent();
  }

  private RoundResult withAgent() throws InterruptedException {
    ServerStatus first = status();
    Timeline timeline = new Timeline(first.incarnation(), options.mode().roleAfter());
    HeapFault fault = new HeapFault(server, options.scale().leak());
    Unavailable unavailable = new Unavailable(figuresBefore.unavailable());
    while (!timeline.isBack() && !overdue()) {
      ServerStatus now = status();
      timeline.see(System.nanoTime(), now);
      unavailable.see(now.stage(), traffic.figures().unavailable());
      traffic.hurry(hurry(now));
      if (!timeline.switched() && now.inService()) {
        fault.go(now.verdict());
        askHealth();
      }
    }
    traffic.hurry(false);
    live.aside("");
    unavailable.line(server.name).ifPresent(screen::say);
    String problem = timeline.isBack() ? settle() : late(timeline);
    Evidence.firstSuspect(server.agentFolder().resolve("evidence"))
        .ifPresent(leak -> screen.say("what leaked, by the evidence: " + leak));
    long end = System.nanoTime();
    if (problem.isEmpty()) {
      traffic.audit();
    }
    long pause =
        timeline.switched()
            ? traffic.maxWaitMillis(
                timeline.switchBegin(), timeline.switchEnd() + ANSWER_TIME.toNanos())
            : -1;
    return result(pause, timeline.verdictToBackMillis(), end, problem);
  }

  /** The control run: when it is nearly full, someone restarts it. */
  private RoundResult withoutAgent() throws InterruptedException, IOException {
    HeapFault fault = new HeapFault(server, options.scale().leak());
    while (lastSeen.heapUsedBytes() < PLAIN_RESTART_LEVEL * before.heapMaxBytes() && !overdue()) {
      live.look(server.name);
      fault.go("");
      askHealth();
    }
    live.aside("");
    // In the row of the verdict and the pause the table shows what takes their place here.
    screen.say(server.name + " is nearly full, and is restarted as it is done without Perennial");
    long restarted = System.nanoTime();
    cluster.restartPlainly(server);
    while (Health.of(server).isEmpty() && !overdue()) {
      live.look(server.name);
    }
    long back = System.nanoTime();
    String problem = settle();
    traffic.audit();
    return result(
        traffic.maxWaitMillis(restarted, back),
        problem.isEmpty() ? (back - restarted) / 1_000_000 : -1,
        System.nanoTime(),
        problem);
  }

  private RoundResult result(long pause, long verdictToBack, long end, String problem)
      throws InterruptedException {
    Health after = Health.of(server).orElse(new Health(server.name, -1, -1, -1, -1));
    Figures figures = traffic.figures().since(figuresBefore);
    return new RoundResult(
        server.name,
        figures.withMaxWait(traffic.maxWaitMillis(begin, end)),
        traffic.movedFrom(server.name, before.startMillis()),
        pause,
        verdictToBack,
        lastSeen.heapUsedBytes(),
        after.heapUsedBytes(),
        before.pid(),
        after.pid(),
        problem);
  }

  /** Lets traffic find its way, and looks whether all is as it should be. */
  private String settle() throws InterruptedException {
    boolean wantReady = !options.withAgent() || options.mode().roleAfter().equals("PRIMARY");
    long end = System.nanoTime() + options.scale().settle().toNanos();
    while (System.nanoTime() < end || !asExpected(wantReady)) {
      if (overdue()) {
        return server.name + " is back, but its readiness or its start time is not as expected";
      }
      live.look(server.name);
    }
    return server.isAlive() && server.pid() != before.pid() && options.withAgent()
        ? "the process is another one"
        : "";
  }

  private boolean asExpected(boolean wantReady) throws InterruptedException {
    boolean young =
        Health.of(server).filter(h -> h.startMillis() != before.startMillis()).isPresent();
    return young && (!options.withAgent() || server.ready() == wantReady);
  }

  private String late(Timeline timeline) {
    return server.name
        + (timeline.switched()
            ? " has not come back"
            : timeline.judged() ? " has not been switched over" : " has not been judged unstable")
        + " within "
        + LIMIT.toSeconds()
        + " s";
  }

  private ServerStatus status() throws InterruptedException {
    return live.look(server.name)
        .server(server.name)
        .orElseThrow(() -> new DemoFailure("no agent knows " + server.name));
  }

  /** Writes without pause from the moment on from which the switch-over may come. */
  private static boolean hurry(ServerStatus now) {
    return now.stage().equals("SWITCHING") || now.duplexing().state().equals("IN_SYNC");
  }

  private void askHealth() throws InterruptedException {
    if (System.nanoTime() - lastAsked > HEALTH_NANOS) {
      lastAsked = System.nanoTime();
      lastSeen = Health.of(server).orElse(lastSeen);
      live.aside(
          server.name
              + " uses "
              + Story.bytes(lastSeen.heapUsedBytes())
              + " of "
              + Story.bytes(lastSeen.heapMaxBytes())
              + " heap, garbage included");
    }
  }

  private boolean overdue() {
    return System.nanoTime() - begin > LIMIT.toNanos();
  }
}
