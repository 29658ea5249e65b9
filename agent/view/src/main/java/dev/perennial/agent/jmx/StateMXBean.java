package dev.perennial.agent.jmx;

/** A piece of state in JMX; public because JMX asks for it. */
@Description("State of an application, as a duplexing would find it")
public interface StateMXBean {
  @Description("\"sessions\" of an application, or \"part\"")
  String getKind();

  @Description("Whether all of it would move")
  boolean isMoving();

  @Description("How many there are: sessions, or 1")
  @Unit("items")
  long getCount();

  @Description("Its size as last measured; negative if not known")
  @Unit("bytes")
  long getSize();

  @Description("What would not move and why; empty if all would")
  String getDetail();
}
