package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.Elsewhere;
import java.util.ArrayList;
import java.util.List;

/** What to say, and to forbid, where state is not where the agent moves it from. Pure. */
final class KeptElsewhere {
  private static final String SPRING = "org.springframework.session.";

  private KeptElsewhere() {}

  /** Returns it of all applications of a server; of a host or engine only once. */
  static List<Elsewhere> of(List<StateFacts> all) {
    List<Elsewhere> kept = new ArrayList<>();
    for (StateFacts one : all) {
      add(kept, manager(one));
      add(kept, springSession(one));
      add(kept, singleSignOn(one));
    }
    return kept;
  }

  private static void add(List<Elsewhere> kept, List<Elsewhere> more) {
    more.stream().filter(each -> !kept.contains(each)).forEach(kept::add);
  }

  private static List<Elsewhere> manager(StateFacts facts) {
    return switch (facts.kind()) {
      case NONE, STANDARD -> List.of();
      case STORING ->
          veto(
              facts.application()
                  + " moves sessions to a store ("
                  + facts.store()
                  + " of "
                  + facts.manager()
                  + "): those that are there would not be handed over");
      case CLUSTER ->
          veto(
              facts.application()
                  + " has a session cluster of its own ("
                  + facts.manager()
                  + "): none of its sessions is moved");
      case OTHER ->
          veto(
              facts.application()
                  + " has a session manager that is not known here ("
                  + facts.manager()
                  + "): nobody knows where its sessions are");
    };
  }

  private static List<Elsewhere> singleSignOn(StateFacts facts) {
    return facts.singleSignOn().isEmpty()
        ? List.of()
        : veto(
            facts.singleSignOn()
                + " has single sign-on (org.apache.catalina.authenticator.SingleSignOn): users would"
                + " have to log in again at a successor");
  }

  private static List<Elsewhere> springSession(StateFacts facts) {
    String repository = facts.springSession();
    if (repository.isEmpty()) {
      return List.of();
    }
    String where = where(repository);
    if (!where.isEmpty()) {
      return List.of(
          new Elsewhere(
              "sessions of "
                  + facts.application()
                  + " are kept by Spring Session in "
                  + where
                  + ": nothing to move",
              false));
    }
    return veto(
        "sessions of "
            + facts.application()
            + " are kept by Spring Session "
            + (repository.equals(SPRING + "MapSessionRepository")
                ? "in this process's memory (MapSessionRepository)"
                : "where nobody knows"
                    + (repository.equals(SpringSession.NOT_KNOWN) ? "" : " (" + repository + ")"))
            + ": they would be lost");
  }

  /** Returns where sessions outlive this process, in words; empty if they do not, or who knows. */
  private static String where(String repository) {
    if (repository.startsWith(SPRING + "jdbc.")) {
      return "a database (JDBC)";
    } else if (repository.startsWith(SPRING + "data.redis.")) {
      return "Redis";
    } else if (repository.startsWith(SPRING + "data.mongo.")
        || repository.startsWith("org.mongodb.spring.session.")) {
      return "MongoDB";
    }
    return "";
  }

  private static List<Elsewhere> veto(String line) {
    return List.of(new Elsewhere(line, true));
  }
}
