package dev.perennial.bench.wild;

import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Watches one program from its beginning to its end. */
final class WildRun {
  private static final long LOOK_MILLIS = 250;

  /** Beyond its start, which takes a busy machine's processors. */
  private static final int SETTLE_SECONDS = 10;

  /** After a second life has begun, for its evidence and its log. */
  private static final int AFTERWARDS_SECONDS = 15;

  private static final Pattern END =
      Pattern.compile(WildProgram.END + "(.*)|fault [A-Z]+: (.*OutOfMemoryError.*)");

  private final WildCase row;
  private final WildServers servers;
  private final Pace pace = new Pace();
  private Instant began = Instant.MIN;
  private Optional<Instant> end = Optional.empty();

  WildRun(WildCase row, WildServers servers) {
    this.row = row;
    this.servers = servers;
  }

  @SuppressWarnings("try") // It only has to be there.
  Seen run() throws IOException, InterruptedException {
    servers.start();
    try (SteadyLoad ignored = load()) {
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      began = Instant.now();
      servers.begin();
      WildLog log = watch();
      return new Seen(
          began, Instant.now(), end, pace.stuckSince(), log, verdict(), servers.hasEvidence());
    }
  }

  /** Returns a client, where there is something to ask for; else null. */
  private @Nullable SteadyLoad load() {
    return servers.serves() && !servers.isTomcat()
        ? new SteadyLoad(servers.server().httpPort, "/health")
        : null;
  }

  private WildLog watch() throws IOException, InterruptedException {
    while (true) {
      Instant now = Instant.now();
      WildLog log = WildLog.of(servers.log());
      if (log.secondLife().isEmpty()) {
        pace.add(now, servers.rounds());
      }
      if (end.isEmpty() && (!servers.server().isAlive() || ended())) {
        end = Optional.of(now);
      }
      boolean timeIsUp = Duration.between(began, now).toSeconds() >= row.seconds();
      if (timeIsUp || isDecided(log)) {
        return log;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean isDecided(WildLog log) {
    boolean again = log.secondLife().isPresent();
    return switch (row.expected()) {
      case LEFT_ALONE, STABLE -> !log.verdicts().isEmpty() || again || end.isPresent();
      case FOUND, TOLD -> end.isPresent() || again;
      case EARLY -> log.first(began, row.words(), false).isPresent() || end.isPresent();
      case SAVED, EVIDENCE -> isOver(log) || !servers.server().isAlive();
    };
  }

  /** A life tells what ended the one before only once it is there. */
  private static boolean isOver(WildLog log) {
    return log.secondLife()
        .map(at -> Duration.between(at, Instant.now()).toSeconds() >= AFTERWARDS_SECONDS)
        .orElse(false);
  }

  private boolean ended() throws IOException {
    Matcher matcher = END.matcher(servers.output());
    return matcher.find();
  }

  /** Over a connection of its own: one that is kept complains when its server ends. */
  private String verdict() {
    try {
      return servers
          .server()
          .withJmx(c -> (String) c.getAttribute(new ObjectName(Server.SERVER_BEAN), "Verdict"));
    } catch (IOException | JMException e) {
      return "?";
    }
  }
}
