package dev.perennial.agent.server;

import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells an operator of what does not answer, once each time it begins. A start takes its time, so
 * nothing is said at first. Each method is for one thread.
 */
public final class Notices {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final Settings settings;
  private final Consumer<String> warn;
  private final Episode lonely;
  private final Episode unanswered;

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  public Notices(Settings settings, LongSupplier nanos, Consumer<String> warn) {
    this.settings = settings;
    this.warn = warn;
    this.lonely = new Episode(nanos);
    this.unanswered = new Episode(nanos);
  }

  /** Something that should not last; timed from when it is first seen. */
  private static final class Episode {
    private final LongSupplier nanos;
    private long since;
    private boolean lasts;
    private boolean told;

    Episode(LongSupplier nanos) {
      this.nanos = nanos;
    }

    /** Returns whether it is to be told now. */
    boolean isDue(boolean present) {
      if (!present) {
        lasts = false;
        told = false;
      } else if (!lasts) {
        lasts = true;
        since = nanos.getAsLong();
      } else if (!told && nanos.getAsLong() - since >= PATIENCE_NANOS) {
        told = true;
        return true;
      }
      return false;
    }
  }

  /**
   * Looks at who is there of those that were given.
   *
   * @param alive names of the members, this server's among them
   */
  public void members(Set<String> alive) {
    String own = settings.text(Key.CLUSTER_BIND) + ":" + settings.number(Key.CLUSTER_PORT);
    boolean others = settings.addresses(Key.CLUSTER_MEMBERS).stream().anyMatch(a -> !a.equals(own));
    if (lonely.isDue(others && alive.size() <= 1)) {
      warn.accept(
          Key.CLUSTER_MEMBERS.key()
              + "="
              + String.join(";", settings.addresses(Key.CLUSTER_MEMBERS))
              + " ("
              + settings.origin(Key.CLUSTER_MEMBERS)
              + "): none of them answers, so this server is alone for now; allowed is host:port of"
              + " other servers, as their perennial.cluster.bind and perennial.cluster.port say;"
              + " start them, or correct the list");
    }
  }

  /**
   * Looks at whether the application has answered.
   *
   * @param refusal why it has not; null if it has
   */
  public void application(@Nullable String refusal) {
    if (unanswered.isDue(refusal != null)) {
      warn.accept(
          "the application does not answer ("
              + refusal
              + "), so this server is neither available nor a successor");
    }
  }
}
