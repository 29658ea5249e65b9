package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Report.Action;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.roster.Report.Order;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One server of a scene, in words: its name, its role (P or S), then whatever differs from a young
 * server in service. {@code a P DUPLEXING>c unstable sync since=30}.
 */
final class SceneServer {
  final String name;
  boolean alive = true;
  long ageMillis = 1000;

  private final Role role;
  private Stage stage = Stage.IN_SERVICE;
  private @Nullable String successor;
  private long round;
  private int failures;
  private long sinceSeconds = 1000;
  private boolean voter = true;
  private long saysIncarnation = 1;
  private Action action = Action.AUTOMATIC;
  private Order order = Order.NONE;
  private Verdict verdict = Verdict.STABLE;
  private double left = -1;
  private double uptime = 1000;
  private boolean healthy = true;
  private boolean warm = true;
  private boolean gate = true;
  private String obstacle = "";
  private String waits = "";
  private boolean emergency;
  private String application = "shop";
  private long sessions = 10;
  private long state = 100;
  private long room = 1000;
  private double load = 0.3;
  private @Nullable State progress;
  private long progressRound = -1;
  private String leftBehind = "";

  SceneServer(String words) {
    String[] parts = words.trim().split("\\s+");
    name = parts[0];
    role = parts[1].equals("P") ? Role.PRIMARY : Role.SPARE;
    sessions = role == Role.PRIMARY ? 10 : 0;
    for (int i = 2; i < parts.length; i++) {
      read(parts[i]);
    }
  }

  private void read(String word) {
    int equals = word.indexOf('=');
    if (equals > 0) {
      number(word.substring(0, equals), Double.parseDouble(word.substring(equals + 1)));
    } else if (Character.isUpperCase(word.charAt(0))) {
      int arrow = word.indexOf('>');
      stage = Stage.valueOf(arrow < 0 ? word : word.substring(0, arrow));
      successor = arrow < 0 ? null : word.substring(arrow + 1);
      round = stage == Stage.JOINING || stage == Stage.IN_SERVICE ? 0 : 1;
    } else {
      flag(word);
    }
  }

  private void number(String key, double value) {
    switch (key) {
      case "since" -> sinceSeconds = (long) value;
      case "failures" -> failures = (int) value;
      case "age" -> ageMillis = (long) (value * 1000);
      case "left" -> left = value;
      case "up" -> uptime = value;
      case "sessions" -> sessions = (long) value;
      case "state" -> state = (long) value;
      case "room" -> room = (long) value;
      case "load" -> load = value;
      case "round" -> progressRound = (long) value;
      case "life" -> saysIncarnation = (long) value;
      default -> throw new IllegalArgumentException(key);
    }
  }

  private void flag(String word) {
    switch (word) {
      case "dead" -> alive = false;
      case "silent" -> ageMillis = 60_000;
      case "novote" -> voter = false;
      case "ill" -> healthy = false;
      case "cold" -> warm = false;
      case "nogate" -> gate = false;
      case "barred" -> obstacle = "app.jar has changed on disk";
      case "patient" -> waits = "waits for its maintenance window, which opens in 3 h";
      case "emergency" -> {
        verdict = Verdict.CRITICAL;
        emergency = true;
      }
      case "lossy" -> leftBehind = "left one behind";
      case "other" -> application = "other";
      case "sync" -> progress = State.IN_SYNC;
      case "copying", "done", "failed", "offering", "switching" ->
          progress = State.valueOf(word.toUpperCase(Locale.ROOT));
      case "observe", "supervised", "automatic" ->
          action = Action.valueOf(word.toUpperCase(Locale.ROOT));
      case "rejuvenate", "approve", "hold", "release", "leave" ->
          order = Order.valueOf(word.toUpperCase(Locale.ROOT));
      default -> verdict = Verdict.valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  ServerEntry entry(long now) {
    long since = now - sinceSeconds * 1000;
    return new ServerEntry(name, 1, role, stage, successor, round, failures, "scene", since, voter);
  }

  Report report() {
    long ofRound = progressRound < 0 ? round : progressRound;
    State reached = progress;
    return new Report(
        new Report.Identity(name, saysIncarnation, 1, Protocol.OURS),
        new Report.Wishes(role, action, order),
        new Report.Health(verdict, verdict.toString(), left, uptime, healthy, warm),
        new Report.Restart(obstacle, waits, emergency),
        new Report.Capacity(gate, application, sessions, state, room, load, 10),
        new Report.Addresses("http://" + name, name + ":1", ""),
        reached == null
            ? null
            : new Report.Duplexing(ofRound, reached, 1, 1, 1, 1, "why", leftBehind));
  }
}
