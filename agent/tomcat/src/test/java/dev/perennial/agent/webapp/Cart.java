package dev.perennial.agent.webapp;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** An application's own class. */
public final class Cart implements Serializable {
  private static final long serialVersionUID = 1L;

  public final List<String> items = new ArrayList<>();
}
