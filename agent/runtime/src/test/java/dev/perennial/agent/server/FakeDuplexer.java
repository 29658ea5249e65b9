package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Duplexer;
import dev.perennial.coordinator.roster.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes what it is told, and has come as far as a test says. */
final class FakeDuplexer implements Duplexer {
  final List<String> calls;
  Report.@Nullable Duplexing progress;

  /** Why it is not certain that the successor has what was handed over. */
  String unconfirmed = "";

  /**
   * @param calls takes what it is told
   */
  FakeDuplexer(List<String> calls) {
    this.calls = calls;
  }

  /** Says how far it has come. */
  void progress(long round, Report.Duplexing.State state, String detail) {
    progress = new Report.Duplexing(round, state, 1, 1, 0, 1, detail);
  }

  @Override
  public void duplex(long round, String successor) {
    calls.add("duplex " + round + " to " + successor);
  }

  @Override
  public void switchOver(long round, long epoch) {
    calls.add("switch over " + round + " in epoch " + epoch);
  }

  @Override
  public void abort(String reason) {
    calls.add("abort: " + reason);
  }

  @Override
  public void takeBack(long round) {
    calls.add("take back " + round);
  }

  @Override
  public void settle(long round) {
    calls.add("settle " + round);
  }

  @Override
  public String unconfirmed(long round) {
    calls.add("confirm " + round);
    return unconfirmed;
  }

  @Override
  public Report.@Nullable Duplexing progress() {
    return progress;
  }
}
