package dev.perennial.testing.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** On small histories, what the checker finds nothing in is what some order of all explains. */
class CheckerAgreesTest {
  private static final int HISTORIES = 20_000;
  private static final int MOST_OPERATIONS = 5;

  @Test
  void nothingIsFoundExactlyWhereAnOrderExplainsItAll() {
    int[] seen = new int[2];
    for (int i = 0; i < HISTORIES; i++) {
      int seed = i;
      List<Operation> history = history(new Random(seed));
      boolean explained = Orders.exists(history);

      assertThat(Checker.check(history).isEmpty())
          .as(() -> "seed " + seed + ": " + history)
          .isEqualTo(explained);
      seen[explained ? 1 : 0]++;
    }
    assertThat(seen[0])
        .as("histories that nothing explains")
        .isBetween(HISTORIES / 5, HISTORIES * 4 / 5);
  }

  /** An operation that has an interval, and a moment in it at which it happened at one list. */
  private record Draft(String token, long begin, long moment, long end, int outcome) {}

  private static List<Operation> history(Random random) {
    List<Draft> drafts =
        IntStream.rangeClosed(1, 1 + random.nextInt(MOST_OPERATIONS))
            .mapToObj(i -> draft(random, random.nextInt(3) > 0 ? "t" + i : ""))
            .sorted(Comparator.comparingLong(Draft::moment))
            .toList();
    State empty = State.empty();
    List<String> list = new ArrayList<>();
    List<Operation> operations = new ArrayList<>();
    for (Draft draft : drafts) {
      boolean effect = draft.outcome > 1 || (draft.outcome == 1 && random.nextBoolean());
      if (effect && !draft.token.isEmpty()) {
        list.add(draft.token);
      }
      operations.add(operation(draft, empty.then(spoilt(list, random))));
    }
    operations.sort(Comparator.comparingLong(Operation::invoked));
    return operations;
  }

  private static Draft draft(Random random, String token) {
    long[] times = random.longs(3, 0, 12).sorted().toArray();
    return new Draft(token, times[0], times[1], times[2], random.nextInt(8));
  }

  private static Operation operation(Draft draft, State shown) {
    return switch (draft.outcome) {
      case 0 -> new Operation(draft.token, draft.begin, draft.end, new Outcome.Refused("test"));
      case 1 ->
          new Operation(draft.token, draft.begin, Operation.NEVER, new Outcome.Unknown("test"));
      default ->
          new Operation(draft.token, draft.begin, draft.end, new Outcome.Answered("s1", shown));
    };
  }

  /** Returns the list, or in one case of three something like it. */
  private static List<String> spoilt(List<String> list, Random random) {
    List<String> spoilt = new ArrayList<>(list);
    switch (random.nextInt(12)) {
      case 0 -> spoilt.add("t" + (1 + random.nextInt(MOST_OPERATIONS + 1)));
      case 1 -> Collections.shuffle(spoilt, random);
      case 2 -> spoilt.subList(random.nextInt(spoilt.size() + 1), spoilt.size()).clear();
      case 3 -> spoilt.removeIf(t -> random.nextInt(3) == 0);
      default -> {}
    }
    return spoilt;
  }
}
