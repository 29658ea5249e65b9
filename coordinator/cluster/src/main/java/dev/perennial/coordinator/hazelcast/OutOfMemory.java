package dev.perennial.coordinator.hazelcast;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.OutOfMemoryHandler;
import java.util.function.Consumer;

/**
 * What happens when a thread of Hazelcast's finds no memory. By itself Hazelcast would end the
 * member then: just when the server needs its cluster most, to be handed over. It goes on instead;
 * a member that could not is opened anew by {@link LastingRosterStore}.
 */
final class OutOfMemory extends OutOfMemoryHandler {
  private final Consumer<OutOfMemoryError> told;

  private OutOfMemory(Consumer<OutOfMemoryError> told) {
    this.told = told;
  }

  /** Holds for all members of this class loader, which are ours alone. */
  static void goOn(Consumer<OutOfMemoryError> told) {
    Hazelcast.setOutOfMemoryHandler(new OutOfMemory(told));
  }

  /** Asked first, for each; "false" leaves the members as they are, and known. */
  @Override
  public boolean shouldHandle(OutOfMemoryError error) {
    try {
      told.accept(error);
    } catch (OutOfMemoryError e) {
      // Not even for being told; what was refused is refused all the same.
      Thread.onSpinWait();
    }
    return false;
  }

  @Override
  public void onOutOfMemory(OutOfMemoryError error, HazelcastInstance[] members) {
    // Never called: see shouldHandle.
  }
}
