package dev.perennial.agent.tomcat.advice;

import dev.perennial.agent.container.JoinPoint;
import java.util.List;

/** What is woven where; the same methods in Tomcat 9, 10.1 and 11. */
public final class TomcatJoinPoints {
  private static final String ADAPTER = "org.apache.catalina.connector.CoyoteAdapter";
  private static final String MANAGER = "org.apache.catalina.session.ManagerBase";

  private TomcatJoinPoints() {}

  /** Returns all of them. Names no type of Tomcat but in text. */
  public static List<JoinPoint> all() {
    return List.of(
        new JoinPoint(ADAPTER, "service", 2, GateAdvice.class),
        new JoinPoint(ADAPTER, "asyncDispatch", 3, AsyncDispatchedAdvice.class),
        new JoinPoint(ADAPTER, "checkRecycled", 2, AsyncDispatchedAdvice.class),
        new JoinPoint(
            "org.apache.catalina.connector.OutputBuffer", "close", 0, AnswerFinishingAdvice.class),
        new JoinPoint(MANAGER, "startInternal", 0, ManagerStartedAdvice.class),
        new JoinPoint(MANAGER, "stopInternal", 0, ManagerStoppingAdvice.class),
        new JoinPoint(MANAGER, "remove", 2, SessionRemovedAdvice.class),
        new JoinPoint(MANAGER, "changeSessionId", 4, SessionRenamedAdvice.class),
        new JoinPoint(
            "org.apache.catalina.session.StandardSession",
            "endAccess",
            0,
            SessionTouchedAdvice.class),
        new JoinPoint(
            "org.apache.catalina.core.StandardContext",
            "filterStart",
            0,
            ApplicationStartingAdvice.class),
        new JoinPoint(
            "org.apache.catalina.core.StandardServer",
            "stopInternal",
            0,
            ContainerStoppingAdvice.class),
        new JoinPoint(
            "org.apache.catalina.core.StandardService",
            "stopInternal",
            0,
            ContainerStoppingAdvice.class));
  }
}
