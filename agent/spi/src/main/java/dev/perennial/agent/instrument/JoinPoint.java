package dev.perennial.agent.instrument;

import java.util.List;
import java.util.Map;

/**
 * A method that advice is woven into. Name and number of parameters tell each apart in all versions
 * of its class.
 *
 * @param method its name
 * @param parameters how many it takes
 * @param advice what is woven in
 */
record JoinPoint(String method, int parameters, Class<?> advice) {
  /** The JDK's class through which all sockets are bound. */
  static final String NET = "sun/nio/ch/Net";

  private static final Map<String, List<JoinPoint>> ALL =
      Map.of(
          NET,
          List.of(new JoinPoint("bind", 4, BindAdvice.class)),
          "org/apache/catalina/connector/CoyoteAdapter",
          List.of(
              new JoinPoint("service", 2, GateAdvice.class),
              new JoinPoint("asyncDispatch", 3, AsyncDispatchedAdvice.class),
              new JoinPoint("checkRecycled", 2, AsyncDispatchedAdvice.class),
              new JoinPoint("postParseRequest", 4, RequestParsedAdvice.class)),
          "org/apache/catalina/connector/OutputBuffer",
          List.of(new JoinPoint("close", 0, AnswerFinishingAdvice.class)),
          "org/apache/catalina/session/ManagerBase",
          List.of(
              new JoinPoint("startInternal", 0, ManagerStartedAdvice.class),
              new JoinPoint("stopInternal", 0, ManagerStoppingAdvice.class),
              new JoinPoint("remove", 2, SessionRemovedAdvice.class),
              new JoinPoint("changeSessionId", 4, SessionRenamedAdvice.class)),
          "org/apache/catalina/session/StandardSession",
          List.of(new JoinPoint("endAccess", 0, SessionTouchedAdvice.class)),
          "org/apache/catalina/core/StandardContext",
          List.of(new JoinPoint("filterStart", 0, ApplicationStartingAdvice.class)),
          "org/apache/catalina/core/StandardServer",
          List.of(new JoinPoint("stopInternal", 0, ContainerStoppingAdvice.class)),
          "org/apache/catalina/core/StandardService",
          List.of(new JoinPoint("stopInternal", 0, ContainerStoppingAdvice.class)));

  /** Returns the internal names of all classes that are woven. */
  static java.util.Set<String> classes() {
    return ALL.keySet();
  }

  /** Returns the join points of a class, none if it is not woven. */
  static List<JoinPoint> of(String internalName) {
    return ALL.getOrDefault(internalName, List.of());
  }
}
