package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Adapter;
import dev.perennial.agent.container.JoinPoint;
import dev.perennial.agent.tomcat.advice.TomcatJoinPoints;
import java.util.List;

/** Describes the adapter for Apache Tomcat. Names its classes in text: it sees none of them. */
public final class TomcatAdapter implements Adapter {
  @Override
  public String name() {
    return "tomcat";
  }

  @Override
  public String capabilities() {
    return "Apache Tomcat 9, 10.1 and 11";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return TomcatJoinPoints.all();
  }

  @Override
  public String hooks() {
    return "dev.perennial.agent.tomcat.TomcatHooks";
  }

  @Override
  public boolean owns(String className) {
    return className.startsWith("org.apache.catalina.")
        || className.startsWith("org.apache.coyote.");
  }

  /** The version, and what makes digests of passwords; with start and run, Bootstrap serves. */
  @Override
  public List<String> tools() {
    return List.of(
        "org.apache.catalina.startup.Bootstrap configtest",
        "org.apache.catalina.startup.Bootstrap stop",
        "org.apache.catalina.util.ServerInfo",
        "org.apache.catalina.startup.Tool");
  }

  @Override
  public String listeningClass() {
    return "org.apache.catalina.connector.CoyoteAdapter";
  }
}
