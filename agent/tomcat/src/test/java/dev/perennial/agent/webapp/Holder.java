package dev.perennial.agent.webapp;

import java.io.Serializable;

/** Says that it can be serialised, and cannot. */
public final class Holder implements Serializable {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial")
  public final Object inner = new Object();
}
