package dev.perennial.agent.server;

import dev.perennial.agent.alert.Alert;
import dev.perennial.agent.log.Log;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether this server has reached the cluster that it is configured for: says in the log, to people
 * who are not looking and in /ready that it has not, and takes it back in each of them. It alone
 * can: where there is no cluster, there is no leader that would tell. Thread-safe.
 */
public final class Reach {
  private static final String KIND = "CLUSTER_UNREACHED";

  private final String server;
  private final String cluster;
  private final View view;
  private final Consumer<List<Alert>> channels;
  private final Log log;
  private final InstantSource clock;

  /** Guarded by "this", as the one below. */
  private String notJoined = "";

  private String lonely = "";

  /** What shows it to those who ask. */
  public interface View {
    /** This server serves alone, for this reason. */
    void alone(String why);

    /** This server is a member; empty, or why that is of little use now. */
    void member(String lonely);
  }

  /**
   * @param server this server's name
   * @param cluster its name
   * @param channels take what holds now, or an empty list
   */
  public Reach(
      String server,
      String cluster,
      View view,
      Consumer<List<Alert>> channels,
      Log log,
      InstantSource clock) {
    this.server = server;
    this.cluster = cluster;
    this.view = view;
    this.channels = channels;
    this.log = log;
    this.clock = clock;
  }

  /**
   * A try to join has failed, and there will be another one.
   *
   * @param tries so far
   * @param trace for the log; null if the reason is an answer and not a failure
   */
  public synchronized void notJoined(String why, int tries, @Nullable Throwable trace) {
    view.alone("the cluster is not reached, serves alone: " + why + "; tries so far: " + tries);
    if (!why.equals(notJoined)) {
      log.error(
          "cluster",
          "the cluster cannot be joined, this server goes on alone: "
              + why
              + "; it is tried again until it succeeds",
          trace);
    }
    notJoined = why;
    hold(why + "; it is tried again");
  }

  /**
   * The cluster has been joined.
   *
   * @param tries that it took
   */
  public synchronized void joined(int tries) {
    view.member("");
    if (!notJoined.isEmpty()) {
      log.info("over: the cluster could not be joined; joined at try " + tries);
    }
    notJoined = "";
    hold("");
  }

  /** This member sees no other one, and did not look for that. */
  public synchronized void lonely(String why) {
    lonely = why;
    log.warn("lonely", "this server is alone for now: " + why, null);
    view.member("alone: " + why);
    hold(why);
  }

  /** What was said with {@link #lonely} is over. */
  public synchronized void inCompany(String with) {
    log.info("over: this server was alone; " + with);
    lonely = "";
    view.member("");
    hold("");
  }

  /** Says again what holds now: what could not be sent may be now. */
  public synchronized void look() {
    hold(notJoined.isEmpty() ? lonely : notJoined + "; it is tried again");
  }

  private void hold(String why) {
    String text = server + " has not reached its cluster '" + cluster + "': " + why;
    channels.accept(
        why.isEmpty()
            ? List.of()
            : List.of(new Alert(clock.instant(), cluster, server, KIND, Alert.State.HOLDS, text)));
  }
}
