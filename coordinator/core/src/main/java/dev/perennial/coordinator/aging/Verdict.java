package dev.perennial.coordinator.aging;

/** What the judgement says of a server; in order of severity. */
public enum Verdict {
  /** Nothing points to aging. */
  STABLE,
  /** Something may be wrong, or the server is merely under load. Never a reason for a restart. */
  SUSPECT,
  /** It will not last: to be rejuvenated. */
  UNSTABLE,
  /** It may be about to fail: there may be no time. */
  CRITICAL;

  /** Returns the more severe of the two. */
  public Verdict worse(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
