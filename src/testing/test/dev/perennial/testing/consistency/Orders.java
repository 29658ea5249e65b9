package dev.perennial.testing.consistency;

import java.util.ArrayList;
import java.util.List;

/**
 * Tries all orders in which one list could have done what a history says: slow, and plain enough to
 * be right. What {@link Checker} says is compared with it.
 */
final class Orders {
  private final List<Operation> operations;

  /** By operation. */
  private final boolean[] written;

  private final boolean[] answered;
  private final List<String> list = new ArrayList<>();

  private Orders(List<Operation> operations) {
    this.operations = operations;
    this.written = new boolean[operations.size()];
    this.answered = new boolean[operations.size()];
    for (int i = 0; i < operations.size(); i++) {
      Operation operation = operations.get(i);
      written[i] = !operation.isAppend() || operation.wasRefused();
      answered[i] = operation.shown().isEmpty();
    }
  }

  /** Returns whether there is an order in which all that was answered could have been. */
  static boolean exists(List<Operation> operations) {
    return new Orders(operations).canGoOn();
  }

  private boolean canGoOn() {
    boolean done = true;
    for (int i = 0; i < operations.size(); i++) {
      done &= answered[i];
      if (mayHappen(i) && (canGoOnWithWrite(i) || canGoOnWithAnswer(i))) {
        return true;
      }
    }
    return done;
  }

  private boolean mayHappen(int i) {
    for (int j = 0; j < operations.size(); j++) {
      if (operations.get(j).completed() < operations.get(i).invoked() && !answered[j]) {
        return false;
      }
    }
    return true;
  }

  private boolean canGoOnWithWrite(int i) {
    if (written[i]) {
      return false;
    }
    written[i] = true;
    list.add(operations.get(i).token());
    boolean can = canGoOn();
    list.remove(list.size() - 1);
    written[i] = false;
    return can;
  }

  private boolean canGoOnWithAnswer(int i) {
    if (!written[i]
        || answered[i]
        || !operations.get(i).shown().orElseThrow().tokens().equals(list)) {
      return false;
    }
    answered[i] = true;
    boolean can = canGoOn();
    answered[i] = false;
    return can;
  }
}
