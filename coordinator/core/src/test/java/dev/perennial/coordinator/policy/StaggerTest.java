package dev.perennial.coordinator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StaggerTest {
  private static DoubleStream shares() {
    return IntStream.rangeClosed(1, 100).mapToDouble(i -> Stagger.share("s" + i, 1000));
  }

  @Test
  void nobodyGetsMoreThanGivenOrMuchLess() {
    assertThat(shares()).allMatch(share -> share > 900 && share <= 1000);
  }

  @Test
  void serversOfOneSeriesAreSpread() {
    for (int tenth = 0; tenth < 10; tenth++) {
      double from = 900 + 10 * tenth;
      assertThat(shares().filter(share -> share >= from && share < from + 10).count())
          .isBetween(1L, 25L);
    }
  }

  @Test
  void eachKeepsItsShare() {
    assertThat(Stagger.share("s1", 3600)).isEqualTo(Stagger.share("s1", 3600));
  }

  @Test
  void noLimitStaysNone() {
    assertThat(Stagger.share("s1", Double.POSITIVE_INFINITY)).isInfinite();
  }
}
