package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderCheckTest {
  private static final PlanPolicy DEFAULTS = PlanPolicy.defaults();

  /** Of a, which finds this on the roster. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a P SWITCHING>c unstable,c P                        | ''
          a P SWITCHING>c unstable,b P SWITCHING>d,c P,d P    | 1 other server is out
          a P SWITCHING>c unstable,b P RETIRED>d,c P,d P      | 1 other server is out
          a P SWITCHING>c unstable,b P REJUVENATING,c P       | 1 other server is out
          a P SWITCHING>c unstable,b S RETURNING,c P          | 1 other server is out
          a P SWITCHING>c unstable,b P DUPLEXING>d,c P,d S    | ''
          a P SWITCHING>c unstable,b P OUT dead,c P           | ''
          a P SWITCHING>c unstable,c P dead                   | 0 servers would be available
          a P SWITCHING>c unstable,c S                        | 0 servers would be available
          active: a P SWITCHING>c unstable,c P                | ''
          a P SWITCHING>c unstable observe,c P                | perennial.action is observe on a
          a P SWITCHING>c unstable hold,c P                   | an operator holds a
          a P SWITCHING>c rejuvenate,b P RETIRED>d,c P,d P    | 1 other server is out
          a P SWITCHING>c leave,b P RETIRED>d,c P,d P         | ''
          a P SWITCHING>c leave,c P dead                      | ''
          """)
  void aSwitchOverIsNotBegunAgainstTheRules(String scene, String expected) {
    assertSays(check(scene).ofSwitchOver(), expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a P REJUVENATING>c sessions=0,c P                        | ''
          a P REJUVENATING>c sessions=3,c P                        | a has 3 sessions not handed over
          a P REJUVENATING unstable sessions=3,c P                 | a has 3 sessions not handed over
          a P REJUVENATING critical sessions=3,c P                 | a has 3 sessions not handed over
          a P REJUVENATING emergency sessions=3,c P                | ''
          a P REJUVENATING emergency sessions=3,b P REJUVENATING,c P | 1 other server is out
          a S REJUVENATING,b P REJUVENATING>c,c P                  | 1 other server is out
          a S REJUVENATING observe,c P                             | perennial.action is observe on a
          handed over: a P REJUVENATING>c sessions=3,c P           | ''
          handed over: a P REJUVENATING>c,b P RETIRED>d,c P,d P    | ''
          handed over: a P REJUVENATING>c observe,c P              | perennial.action is observe on a
          """)
  void aRestartIsNotBegunAgainstTheRules(String scene, String expected) {
    boolean handedOver = scene.startsWith("handed over:");

    assertSays(check(scene.replace("handed over:", "")).ofRestart(handedOver), expected);
  }

  @ParameterizedTest(name = "max-out {0}, min-available {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2 | 2 | ''
          1 | 2 | 1 other server is out
          2 | 3 | 2 servers would be available
          """)
  void theRulesAreThoseOfTheServerItself(int maxOut, int minAvailable, String expected) {
    PlanPolicy policy = DEFAULTS.withCapacity(maxOut, minAvailable, 12);

    assertSays(
        check("a P SWITCHING>c unstable,b P RETIRED>d,c P,d P", policy).ofSwitchOver(), expected);
  }

  private static void assertSays(String refusal, String expected) {
    assertThat(refusal).startsWith(expected);
    assertThat(refusal.isEmpty()).isEqualTo(expected.isEmpty());
  }

  private static OrderCheck check(String scene) {
    return check(scene, DEFAULTS);
  }

  private static OrderCheck check(String scene, PlanPolicy policy) {
    ClusterView view = Scene.view(scene);
    Report a = view.reports().get("a");
    assertThat(a).isNotNull();
    return new OrderCheck(
        view.roster(),
        "a",
        view.alive(),
        policy,
        new OrderCheck.Own(a.wishes(), a.health(), a.restart(), a.capacity().sessions()));
  }
}
