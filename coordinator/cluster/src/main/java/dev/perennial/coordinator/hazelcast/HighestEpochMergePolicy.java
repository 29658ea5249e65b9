package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * After a partition the roster that went on is the one: only a side with a majority changes it.
 * Public because Hazelcast makes it by name, on other members too.
 */
public final class HighestEpochMergePolicy
    implements SplitBrainMergePolicy<Object, MergingValue<Object>, Object> {

  @Override
  public @Nullable Object merge(
      MergingValue<Object> merging, @Nullable MergingValue<Object> existing) {
    if (existing == null || epoch(merging) > epoch(existing)) {
      return merging.getRawValue();
    }
    return existing.getRawValue();
  }

  private static long epoch(MergingValue<Object> value) {
    return RosterRecords.epoch(value.getDeserializedValue());
  }

  @Override
  public void writeData(ObjectDataOutput out) {
    // It has no state.
  }

  @Override
  public void readData(ObjectDataInput in) {
    // It has no state.
  }
}
