package dev.perennial.agent.tomcat.advice;

import dev.perennial.agent.container.JoinPoint;
import java.util.List;

/** What is woven where; the same methods in Tomcat 9, 10.1 and 11. */
public final class TomcatJoinPoints {
  private static final String ADAPTER = "org.apache.catalina.connector.CoyoteAdapter";
  private static final String MANAGER = "org.apache.catalina.session.ManagerBase";

  /** Of Spring Boot from 2.3, and of 4; which of the two is there does not matter. */
  private static final String BOOT_2 = "org.springframework.boot.web.embedded.tomcat";

  private static final String BOOT_4 = "org.springframework.boot.tomcat";

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
        new JoinPoint(MANAGER, "backgroundProcess", 0, ManagerRunningAdvice.class),
        new JoinPoint(MANAGER, "stopInternal", 0, ManagerStoppingAdvice.class),
        new JoinPoint(MANAGER, "add", 1, SessionMadeAdvice.class),
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
            ContainerStoppingAdvice.class),
        new JoinPoint(
            "org.apache.catalina.connector.Connector", "pause", 0, ContainerStoppingAdvice.class),
        webServer(BOOT_2, "shutDownGracefully", 1),
        webServer(BOOT_2, "stop", 0),
        webServer(BOOT_4, "shutDownGracefully", 1),
        webServer(BOOT_4, "stop", 0));
  }

  private static JoinPoint webServer(String packageName, String method, int parameters) {
    return new JoinPoint(
        packageName + ".TomcatWebServer", method, parameters, WebServerStoppingAdvice.class);
  }
}
