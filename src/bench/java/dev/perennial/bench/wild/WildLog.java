package dev.perennial.bench.wild;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an agent's log tells of lives and verdicts, over all lives.
 *
 * @param starts when the agent started
 * @param verdicts beyond SUSPECT
 * @param emergency the guard's first restart, if any
 */
record WildLog(List<Instant> starts, List<Verdict> verdicts, Optional<Emergency> emergency) {
  private static final Pattern LINE = Pattern.compile("(?m)^(\\S+Z) [A-Z]+ \\[[^\\]]*\\] (.*)$");
  private static final Pattern VERDICT = Pattern.compile("verdict (UNSTABLE|CRITICAL): (.*)");
  private static final Pattern EMERGENCY =
      Pattern.compile(
          "emergency restart: ([^;]*);.* (\\d+) ms after the first sign, .*after (\\d+) ms.*");

  /** What was said of the server then. */
  record Verdict(Instant at, String verdict, String reason) {}

  /**
   * What the guard did.
   *
   * @param reason of it
   * @param criticalMillis after the first sign
   * @param restartedMillis after the first sign
   */
  record Emergency(String reason, long criticalMillis, long restartedMillis) {}

  static WildLog of(String text) {
    List<Instant> starts = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    Optional<Emergency> emergency = Optional.empty();
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      Instant at = Instant.parse(line.group(1));
      String words = line.group(2);
      Matcher verdict = VERDICT.matcher(words);
      Matcher restart = EMERGENCY.matcher(words);
      if (words.startsWith("the agent has started")) {
        starts.add(at);
      } else if (verdict.matches()) {
        verdicts.add(new Verdict(at, verdict.group(1), verdict.group(2)));
      } else if (restart.matches() && emergency.isEmpty()) {
        emergency =
            Optional.of(
                new Emergency(
                    restart.group(1),
                    Long.parseLong(restart.group(2)),
                    Long.parseLong(restart.group(3))));
      }
    }
    return new WildLog(starts, verdicts, emergency);
  }

  /** Returns the first verdict since then whose reason has these words, or that is CRITICAL. */
  Optional<Verdict> first(Instant since, Pattern words, boolean critical) {
    return verdicts.stream()
        .filter(v -> !v.at().isBefore(since))
        .filter(v -> words.matcher(v.reason()).find())
        .filter(v -> !critical || v.verdict().equals("CRITICAL"))
        .findFirst();
  }

  /** Returns when the second life began. */
  Optional<Instant> secondLife() {
    return starts.size() > 1 ? Optional.of(starts.get(1)) : Optional.empty();
  }

  /** Returns when the guard called it critical, or a moment later: a JVM takes time to start. */
  Optional<Instant> guardCritical() {
    return secondLife()
        .flatMap(
            at -> emergency.map(e -> at.minusMillis(e.restartedMillis() - e.criticalMillis())));
  }
}
