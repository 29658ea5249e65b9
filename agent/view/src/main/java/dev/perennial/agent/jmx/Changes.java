package dev.perennial.agent.jmx;

import dev.perennial.agent.status.ServerStatus;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Stage;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.AttributeChangeNotification;
import javax.management.MBeanNotificationInfo;
import javax.management.NotificationBroadcasterSupport;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners of each change of the verdict and of the stage, on the caller's thread. Called by
 * one thread at a time.
 */
final class Changes {
  private final ObjectName source;
  private final InstantSource clock;
  private final AtomicLong sequence = new AtomicLong();
  private final NotificationBroadcasterSupport emitter =
      new NotificationBroadcasterSupport(
          new MBeanNotificationInfo(
              new String[] {AttributeChangeNotification.ATTRIBUTE_CHANGE},
              AttributeChangeNotification.class.getName(),
              "The attribute Verdict or Stage has changed; the message says why"));
  private @Nullable Verdict verdict;
  private @Nullable Stage stage;

  Changes(ObjectName source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  NotificationBroadcasterSupport emitter() {
    return emitter;
  }

  void update(ServerStatus now) {
    Verdict nextVerdict = now.judgement().verdict();
    if (verdict != null && verdict != nextVerdict) {
      send("Verdict", verdict.name(), nextVerdict.name(), now.judgement().reason());
    }
    verdict = nextVerdict;
    if (stage != null && stage != now.stage()) {
      send("Stage", stage.name(), now.stage().name(), now.stageReason());
    }
    stage = now.stage();
  }

  private void send(String attribute, String old, String next, String reason) {
    emitter.sendNotification(
        new AttributeChangeNotification(
            source,
            sequence.incrementAndGet(),
            clock.millis(),
            old + " -> " + next + ": " + reason,
            attribute,
            String.class.getName(),
            old,
            next));
  }
}
