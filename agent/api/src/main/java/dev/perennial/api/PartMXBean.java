package dev.perennial.api;

/** How the agent reaches a {@link Part}: public because JMX asks for it, of no use otherwise. */
public interface PartMXBean {
  /** Returns the part's name. */
  String getName();

  /** As {@link Part#pause}. */
  void pause(long limitMillis) throws Exception;

  /** As {@link Part#capture}. */
  byte[] capture() throws Exception;

  /** As {@link Part#resume}. */
  void resume(byte[] state) throws Exception;

  /** As {@link Part#resumeUnchanged}. */
  void resumeUnchanged() throws Exception;
}
