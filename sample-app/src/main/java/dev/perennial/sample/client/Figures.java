package dev.perennial.sample.client;

/**
 * What the client has seen so far. A request is counted once, however often it was tried.
 *
 * @param requests sent
 * @param failed refused, reset, timed out, broken off, or answered with an error; a 503 with
 *     Retry-After that is followed by success is none
 * @param lost acknowledged writes that the audits did not find
 * @param stale answers that contradict what was acknowledged before
 * @param unavailable 503 answers with Retry-After
 * @param repeated GETs sent again because the server had closed an idle connection
 * @param maxWaitMillis the longest a request took, what it asked for itself taken off
 */
public record Figures(
    long requests,
    long failed,
    long lost,
    long stale,
    long unavailable,
    long repeated,
    long maxWaitMillis) {

  /** Returns what came after an earlier reading; the longest wait is not subtracted. */
  public Figures since(Figures earlier) {
    return new Figures(
        requests - earlier.requests,
        failed - earlier.failed,
        lost - earlier.lost,
        stale - earlier.stale,
        unavailable - earlier.unavailable,
        repeated - earlier.repeated,
        maxWaitMillis);
  }

  /** Returns these figures with another longest wait. */
  public Figures withMaxWait(long millis) {
    return new Figures(requests, failed, lost, stale, unavailable, repeated, millis);
  }

  /** Returns whether nothing failed, was lost or stale. */
  public boolean flawless() {
    return failed == 0 && lost == 0 && stale == 0;
  }
}
