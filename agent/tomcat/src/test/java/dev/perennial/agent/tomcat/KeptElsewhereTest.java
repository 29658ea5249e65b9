package dev.perennial.agent.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Elsewhere;
import dev.perennial.agent.tomcat.StateFacts.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptElsewhereTest {
  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "NONE | '' | '' | none",
        "STANDARD | StandardManager | '' | none",
        "STORING | PersistentManager | JDBCStore | localhost/shop moves sessions to a store"
            + " (JDBCStore of PersistentManager): those that are there would not be handed over",
        "CLUSTER | DeltaManager | '' | localhost/shop has a session cluster of its own"
            + " (DeltaManager): none of its sessions is moved",
        "OTHER | MyManager | '' | localhost/shop has a session manager that is not known here"
            + " (MyManager): nobody knows where its sessions are",
      })
  void managers(Kind kind, String manager, String store, String expected) {
    assertThat(KeptElsewhere.of(List.of(facts(kind, manager, store, "", ""))))
        .isEqualTo(expected == null ? List.of() : List.of(new Elsewhere(expected, true)));
  }

  @ParameterizedTest(name = "{0}: {1}, veto {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "org.springframework.session.jdbc.JdbcIndexedSessionRepository"
            + " | in a database (JDBC): nothing to move | false",
        "org.springframework.session.data.redis.RedisSessionRepository"
            + " | in Redis: nothing to move | false",
        "org.springframework.session.data.mongo.MongoIndexedSessionRepository"
            + " | in MongoDB: nothing to move | false",
        "org.springframework.session.MapSessionRepository"
            + " | in this process's memory (MapSessionRepository): they would be lost | true",
        "com.shop.OwnRepository"
            + " | where nobody knows (com.shop.OwnRepository): they would be lost | true",
        "? | where nobody knows: they would be lost | true",
      })
  void springSession(String repository, String expected, boolean veto) {
    assertThat(
            KeptElsewhere.of(List.of(facts(Kind.STANDARD, "StandardManager", "", "", repository))))
        .containsExactly(
            new Elsewhere(
                "sessions of localhost/shop are kept by Spring Session " + expected, veto));
  }

  @Test
  void singleSignOnIsSaidOnceForAHost() {
    StateFacts shop = facts(Kind.STANDARD, "StandardManager", "", "localhost", "");

    assertThat(KeptElsewhere.of(List.of(shop, shop)))
        .extracting(Elsewhere::line)
        .containsExactly(
            "localhost has single sign-on (org.apache.catalina.authenticator.SingleSignOn): users"
                + " would have to log in again at a successor");
  }

  private static StateFacts facts(
      Kind kind, String manager, String store, String singleSignOn, String springSession) {
    return new StateFacts("localhost/shop", kind, manager, store, singleSignOn, springSession);
  }
}
