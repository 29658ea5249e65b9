package dev.perennial.testing.cluster;

/**
 * One server, as the cluster sees it; empty or -1 where nothing is said.
 *
 * @param name of it
 * @param incarnation number of its life
 * @param role PRIMARY or SPARE
 * @param stage of the roster
 * @param stageReason why
 * @param successor who takes its place
 * @param verdict of its judgement
 * @param reason of the verdict
 * @param sessions live ones
 * @param duplexing how far it is as a source
 */
public record ServerStatus(
    String name,
    long incarnation,
    String role,
    String stage,
    String stageReason,
    String successor,
    String verdict,
    String reason,
    long sessions,
    Duplexing duplexing) {

  /**
   * How far a source has come.
   *
   * @param state empty while it duplexes nothing
   * @param pass of the rounds
   * @param sessionsSent so far
   * @param sessionsDirty still to send
   * @param bytesSent so far
   * @param detail in words
   */
  public record Duplexing(
      String state,
      long pass,
      long sessionsSent,
      long sessionsDirty,
      long bytesSent,
      String detail) {}

  /** Returns whether it is on one of the lists. */
  public boolean inService() {
    return stage.equals("IN_SERVICE");
  }

  /** Returns whether it will not last. */
  public boolean unstable() {
    return verdict.equals("UNSTABLE") || verdict.equals("CRITICAL");
  }
}
