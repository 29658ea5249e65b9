package dev.perennial.api;

/** How the agent reaches a {@link Clearable}: public because JMX asks for it. */
public interface ClearableMXBean {
  /** Returns the clearable's name. */
  String getName();

  /** As {@link Clearable#clear}. */
  void clear() throws Exception;
}
