package dev.perennial.agent.duplex;

/**
 * How much this server has to hand over, as last measured.
 *
 * @param sessions their number
 * @param sessionBytes of one of them, on average, as it is sent
 * @param partBytes of all parts together, as they are sent
 * @param heapBytes in use by this server, whatever for
 */
public record StateSize(long sessions, long sessionBytes, long partBytes, long heapBytes) {
  /** Returns the bytes of all of it, as they are sent. */
  public long bytes() {
    return sessions * sessionBytes + partBytes;
  }
}
