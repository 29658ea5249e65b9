package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComingBackTest {
  /** Of a, which says itself how far its hand-over has come. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # nothing has left
          a P OUT>c,b P,c P                     | a IN_SERVICE failures=1, c S
          a P OUT>c sync,b P,c P                | a IN_SERVICE failures=1, c S
          a P OUT>c copying,b P,c P             | a IN_SERVICE failures=1, c S
          a P OUT>c failed,b P,c P              | a IN_SERVICE failures=1, c S
          a P OUT>c failures=2 sync,b P,c P     | a IN_SERVICE failures=3, c S
          active: a P OUT>c sync,b P,c P        | a IN_SERVICE failures=1
          a P OUT>c done round=0,b P,c P        | a IN_SERVICE failures=1, c S
          # whoever was promoted has a rejuvenation of its own, is gone, or is a spare all the same
          a P OUT>c sync,b P,c P DUPLEXING>d,d S | a IN_SERVICE failures=1
          a P OUT>c sync,b P,c P OUT dead,d S    | a IN_SERVICE failures=1
          a P OUT>c sync,b P,d S                 | a IN_SERVICE failures=1
          a S OUT>c sync,b P,c P                 | a IN_SERVICE failures=1
          # all has left
          a P OUT>c done,b P,c P                | a IN_SERVICE S failures=1
          active: a P OUT>c done,b P,c P        | a IN_SERVICE failures=1
          a P OUT>c done,b P,c P dead           | nothing
          a P OUT>c done,b P,c P OUT,d S        | nothing
          # some has left: what is here follows first
          a P OUT>c switching,b P,c P           | nothing
          # it is none that was merely cut off
          a P OUT>c novote,b P,c P              | nothing
          a P OUT,b P,c P                       | nothing
          a P RETURNING>c,b P,c P               | nothing
          a P DUPLEXING>c sync,b P,c P          | nothing
          # not yet
          a P OUT>c ill,b P,c P                 | nothing
          a P OUT>c cold,b P,c P                | nothing
          a P OUT>c sync,b P dead,c P dead      | nothing
          """)
  void whoIsSeenAgainInTheSameLifeHasWhatItHadNotHandedOver(String scene, String expected) {
    ClusterView view = Scene.view(scene);
    Report self = view.reports().get("a");

    Optional<Roster> next =
        ComingBack.of(
            view.roster(),
            "a",
            self.duplexing(),
            Situation.isReady(self),
            view.alive(),
            view.nowMillis());

    assertThat(
            next.map(r -> Scene.render(view.roster(), List.of(new Decision.Change(r, "test"))))
                .orElse("nothing"))
        .isEqualTo(expected);
    next.ifPresent(r -> assertThat(r.epoch()).isEqualTo(8));
    // What has left stays with the successor: a round that was given up cannot be taken back.
    next.ifPresent(
        r -> assertThat(r.require("a").round()).isEqualTo(scene.contains(">c done,") ? 2 : 1));
  }
}
