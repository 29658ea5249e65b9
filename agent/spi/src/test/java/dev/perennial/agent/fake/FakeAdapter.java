package dev.perennial.agent.fake;

import dev.perennial.agent.container.Adapter;
import dev.perennial.agent.container.JoinPoint;
import java.util.List;

/**
 * An adapter as told.
 *
 * @param hooks the simple name of a class beside this
 */
public record FakeAdapter(String name, String hooks, List<JoinPoint> joinPoints)
    implements Adapter {
  /** The container's class, which is there as soon as it listens, too. */
  public static final String CONNECTOR = "dev.perennial.agent.fake.FakeConnector";

  public FakeAdapter(String name, String hooks, JoinPoint... joinPoints) {
    this(name, hooks, List.of(joinPoints));
  }

  @Override
  public String capabilities() {
    return "made-up containers, by " + name;
  }

  @Override
  public String hooks() {
    return getClass().getPackageName() + "." + hooks;
  }

  @Override
  public boolean owns(String className) {
    if (name.equals("deaf")) {
      throw new IllegalStateException("cannot tell");
    }
    return className.equals(CONNECTOR);
  }

  @Override
  public String listeningClass() {
    return CONNECTOR;
  }
}
