package dev.perennial.agent.server;

import dev.perennial.agent.alert.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells people what they must see to about this server's certificate, long before others refuse it:
 * by an alert while it is so, and by a line in the log a day. Also which certificate is shown, when
 * it begins and when it is another one; and which servers would be refused were certificates
 * required. For one thread.
 */
public final class CertificateWatch {
  private static final String KIND = "CERTIFICATE";
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);
  private static final Duration BETWEEN_LINES = Duration.ofDays(1);

  private final String server;
  private final String cluster;
  private final Source source;
  private final Consumer<String> info;
  private final Consumer<String> warn;
  private final Consumer<List<Alert>> channels;
  private final InstantSource clock;
  private Instant looked = Instant.MIN;
  private Instant said = Instant.MIN;
  private String shown = "";
  private String concern = "";
  private Instant since = Instant.MIN;

  /**
   * What is looked at.
   *
   * @param shown whose certificate this server shows, until when
   * @param concern what must be seen to, in words; empty if nothing
   * @param tolerated why a server was let in only because certificates are not required yet
   */
  public record Source(
      Supplier<String> shown, Supplier<String> concern, Supplier<Optional<String>> tolerated) {}

  /**
   * @param server this server's name
   * @param cluster its name
   * @param info takes lines for the log
   * @param warn takes those that somebody must read
   * @param channels take what holds now, or an empty list
   */
  public CertificateWatch(
      String server,
      String cluster,
      Source source,
      Consumer<String> info,
      Consumer<String> warn,
      Consumer<List<Alert>> channels,
      InstantSource clock) {
    this.server = server;
    this.cluster = cluster;
    this.source = source;
    this.info = info;
    this.warn = warn;
    this.channels = channels;
    this.clock = clock;
  }

  /** To be called about once a second; it looks once a minute. */
  public void look() {
    Instant now = clock.instant();
    if (looked.equals(Instant.MIN) || !now.isBefore(looked.plus(BETWEEN_LOOKS))) {
      looked = now;
      look(now);
    }
  }

  private void look(Instant time) {
    source
        .tolerated()
        .get()
        .ifPresent(
            why ->
                warn.accept(
                    "a server was let in only because perennial.cluster.certificates is not"
                        + " required here: "
                        + why));
    String now = source.shown().get();
    if (!now.equals(shown)) {
      shown = now;
      info.accept("cluster: this server shows the certificate of " + now);
    }
    String present = source.concern().get();
    if (!present.equals(concern)) {
      concern = present;
      since = time;
      said = Instant.MIN;
    }
    if (!present.isEmpty()
        && (said.equals(Instant.MIN) || time.isAfter(said.plus(BETWEEN_LINES)))) {
      said = time;
      warn.accept(present);
    }
    channels.accept(
        present.isEmpty()
            ? List.of()
            : List.of(
                new Alert(
                    since, cluster, server, KIND, Alert.State.HOLDS, server + ": " + present)));
  }
}
