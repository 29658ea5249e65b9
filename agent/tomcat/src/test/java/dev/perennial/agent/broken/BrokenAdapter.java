package dev.perennial.agent.broken;

import dev.perennial.agent.container.Adapter;
import dev.perennial.agent.container.JoinPoint;
import java.util.List;

/** An adapter with nothing to do; each of the nested ones fails somewhere. */
public abstract class BrokenAdapter implements Adapter {
  @Override
  public String name() {
    return getClass().getSimpleName();
  }

  @Override
  public String capabilities() {
    return "nothing";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return List.of();
  }

  @Override
  public String hooks() {
    return "dev.perennial.agent.broken.NoSuchHooks";
  }

  @Override
  public boolean owns(String className) {
    return false;
  }

  @Override
  public String listeningClass() {
    return "no.such.Server";
  }

  /** Cannot be made. */
  public static final class Unmakeable extends BrokenAdapter {
    public Unmakeable() {
      throw new IllegalStateException("cannot be made");
    }
  }

  /** Cannot say what it wants woven. */
  public static final class Mute extends BrokenAdapter {
    @Override
    public List<JoinPoint> joinPoints() {
      throw new IllegalStateException("cannot say");
    }
  }

  /** Wants woven what Tomcat does not have, in a class that Tomcat's adapter weaves too. */
  public static final class Unweavable extends BrokenAdapter {
    @Override
    public List<JoinPoint> joinPoints() {
      return List.of(
          new JoinPoint(
              "org.apache.catalina.connector.CoyoteAdapter", "noSuchMethod", 0, getClass()));
    }
  }

  /** Takes Tomcat for its own, and has no hooks for it. */
  public static final class Unloadable extends BrokenAdapter {
    @Override
    public boolean owns(String className) {
      return className.startsWith("org.apache.");
    }
  }

  /** Serves another container, which its hooks fail to. */
  public static final class Throwing extends BrokenAdapter {
    @Override
    public String hooks() {
      return "dev.perennial.agent.broken.ThrowingHooks";
    }

    @Override
    public boolean owns(String className) {
      return className.equals(OtherServer.class.getName());
    }

    @Override
    public String listeningClass() {
      return OtherServer.class.getName();
    }
  }

  /** The other container. */
  public static final class OtherServer {}
}
