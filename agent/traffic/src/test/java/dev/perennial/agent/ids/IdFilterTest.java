package dev.perennial.agent.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdFilterTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1_000, 100_000})
  void itHoldsAllThatWasAddedAndFewOthers(int ids) {
    SplittableRandom random = new SplittableRandom(ids);
    IdFilter filter = IdFilter.forIds(ids);
    long[] added = random.longs(ids).toArray();
    LongStream.of(added).forEach(filter::add);

    assertThat(LongStream.of(added)).allMatch(filter::mayHold);
    assertThat(random.longs(100_000).filter(filter::mayHold).count()).isLessThan(100);
    assertThat(filter.bytes().length).isLessThanOrEqualTo(Math.max(2_100, ids * 2 + 8));
  }

  @Test
  void whatTravelsAsBytesIsTheSame() {
    IdFilter filter = IdFilter.forIds(5_000);
    long[] added = new SplittableRandom(1).longs(3_000).toArray();
    LongStream.of(added).forEach(filter::add);

    IdFilter copy = IdFilter.of(filter.bytes());

    assertThat(copy.isLike(filter)).isTrue();
    assertThat(LongStream.of(added)).allMatch(copy::mayHold);
    copy.add(17);
    assertThat(copy.isLike(filter)).isFalse();
    assertThat(IdFilter.forIds(9_000).isLike(filter)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 12})
  void otherBytesAreNone(int length) {
    assertThatIllegalArgumentException().isThrownBy(() -> IdFilter.of(new byte[length]));
  }

  @Test
  void whatSeveralThreadsAddAtOnceIsAllThere() throws Exception {
    IdFilter filter = IdFilter.forIds(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      long seed = i;
      threads.add(new Thread(() -> new SplittableRandom(seed).longs(500).forEach(filter::add)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    for (int i = 0; i < 4; i++) {
      assertThat(new SplittableRandom(i).longs(500)).allMatch(filter::mayHold);
    }
  }
}
