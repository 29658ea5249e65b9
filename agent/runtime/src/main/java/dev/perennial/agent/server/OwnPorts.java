package dev.perennial.agent.server;

import dev.perennial.agent.alert.Alert;
import java.io.IOException;
import java.net.BindException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells people who are not looking that this server has not got a port that balancers and people
 * ask, and whose process has it: whoever listens there could answer in its place, as ready. Takes
 * it back when the port is this server's. Thread-safe.
 */
public final class OwnPorts {
  private static final String KIND = "PORT_REFUSED";

  private final String server;
  private final String cluster;
  private final Consumer<List<Alert>> channels;
  private final InstantSource clock;

  /** Why, by key of the setting. Guarded by "this", as the two below. */
  private final Map<String, String> refused = new TreeMap<>();

  private Instant since = Instant.MIN;
  private boolean told;

  /** Opens a port. */
  public interface Opening {
    /**
     * @throws IOException in words for an operator, if it cannot be opened now
     */
    void open() throws IOException;
  }

  /**
   * @param server this server's name
   * @param cluster its name
   * @param channels take what holds now, or an empty list
   */
  public OwnPorts(
      String server, String cluster, Consumer<List<Alert>> channels, InstantSource clock) {
    this.server = server;
    this.cluster = cluster;
    this.channels = channels;
    this.clock = clock;
  }

  /**
   * Opens a port; to be called again until it is open.
   *
   * @param key of the setting that names it
   * @throws IOException as the opening does; also with whose process has the port, if one has it
   */
  public void open(String key, int port, Opening opening) throws IOException {
    try {
      opening.open();
    } catch (IOException e) {
      if (!(e.getCause() instanceof BindException)) {
        throw e;
      }
      String holder = PortHolder.of(port);
      String why =
          holder.isEmpty()
              ? String.valueOf(e.getMessage())
              : e.getMessage() + ". A process of " + holder + " has it";
      hold(key, why);
      throw new IOException(why, e);
    }
    free(key);
  }

  private synchronized void hold(String key, String why) {
    if (refused.isEmpty()) {
      since = clock.instant();
    }
    refused.put(key, why);
    look();
  }

  private synchronized void free(String key) {
    refused.remove(key);
    look();
  }

  /** Says again what holds, and once that it is over. To be called about once a second. */
  public synchronized void look() {
    if (told || !refused.isEmpty()) {
      told = !refused.isEmpty();
      channels.accept(told ? List.of(alert()) : List.of());
    }
  }

  private Alert alert() {
    String text =
        server
            + " has not got the port of "
            + refused.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue())
                .collect(Collectors.joining("; nor that of "))
            + "; it is tried again";
    return new Alert(since, cluster, server, KIND, Alert.State.HOLDS, text);
  }
}
