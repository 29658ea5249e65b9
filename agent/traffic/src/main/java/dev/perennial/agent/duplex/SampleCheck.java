package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.coordinator.transfer.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has a successor build one session of each kind on trial: sessions of the same applications with
 * attributes of the same classes. Bounded in time, bytes and number. For one thread.
 */
final class SampleCheck {
  private static final int MOST_KINDS = 50;
  private static final int MOST_ATTRIBUTES = 10;
  private static final long MOST_BYTES = 16L << 20;
  private static final Duration CAPTURE_LIMIT = Duration.ofSeconds(1);

  private final Rehearsals rehearsals;
  private final Map<String, Sample> samples = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();
  private long bytes;
  private String asked = "";
  private int built;

  SampleCheck(Rehearsals rehearsals) {
    this.rehearsals = rehearsals;
  }

  private static final class Sample {
    final Container container;
    final String id;
    int sessions;

    Sample(Container container, String id) {
      this.container = container;
      this.id = id;
    }
  }

  void seen(Container container, String id) {
    String kind = container.kind(id);
    if (kind.isEmpty()) {
      return;
    }
    Sample known = samples.get(kind);
    if (known == null && samples.size() < MOST_KINDS) {
      known = new Sample(container, id);
      samples.put(kind, known);
    }
    if (known != null) {
      known.sessions++;
    }
  }

  /** Returns lines for people. */
  List<String> run(long deadlineNanos) throws InterruptedException {
    int tried = 0;
    for (Sample sample : samples.values()) {
      if (System.nanoTime() > deadlineNanos || bytes > MOST_BYTES || !build(sample)) {
        break;
      }
      tried++;
    }
    if (!samples.isEmpty()) {
      lines.add(
          0,
          asked.isEmpty()
              ? "successor: none can be asked now, so it is not known what it could read"
              : "successor: "
                  + asked
                  + " was given one session of each of "
                  + tried
                  + " kinds on trial"
                  + (tried < samples.size() ? " (of " + samples.size() + ")" : "")
                  + ", and could build "
                  + built
                  + " of them whole");
    }
    return lines;
  }

  /** Returns false if nobody can be asked. */
  private boolean build(Sample sample) throws InterruptedException {
    Map<String, String> leaveOut = new HashMap<>();
    for (int i = 0; i <= MOST_ATTRIBUTES; i++) {
      Capture capture;
      try {
        capture = sample.container.capture(sample.id, leaveOut, CAPTURE_LIMIT);
      } catch (CaptureException e) {
        // Told by whoever looks at captures.
        return true;
      }
      if (capture == null) {
        return true;
      }
      bytes += capture.bytes().length;
      Optional<Rehearsals.Answer> answer = rehearsals.build(sample.id, capture.bytes());
      if (answer.isEmpty()) {
        return false;
      }
      asked = answer.get().server();
      if (answer.get().reason().isEmpty()) {
        built += leaveOut.isEmpty() ? 1 : 0;
        return true;
      }
      String unfit = answer.get().unfit();
      if (unfit.isEmpty() || unfit.equals(Message.WHOLE) || leaveOut.containsKey(unfit)) {
        lines.add(
            sample.sessions
                + " sessions like "
                + Unmoved.shown(sample.id)
                + " of "
                + String.join(", ", capture.sizes().keySet())
                + ": "
                + asked
                + (unfit.isEmpty() ? " has not tried: " : " cannot take them: ")
                + answer.get().reason());
        return true;
      }
      leaveOut.put(unfit, answer.get().reason());
      lines.add(
          AttributeName.words(unfit.substring(unfit.indexOf('\n') + 1))
              + " of "
              + sample.sessions
              + " sessions of "
              + unfit.substring(0, unfit.indexOf('\n'))
              + " would stay behind: "
              + asked
              + " cannot read it: "
              + answer.get().reason());
    }
    return true;
  }
}
