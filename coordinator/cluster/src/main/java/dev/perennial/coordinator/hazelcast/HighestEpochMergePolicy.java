package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * After a partition the roster that went on is the one: only a side with a majority changes it. Not
 * one of a protocol that those who are here do not know. Public because Hazelcast makes it by name,
 * on other members too, so that its name must stay.
 */
public final class HighestEpochMergePolicy
    implements SplitBrainMergePolicy<Object, MergingValue<Object>, Object> {

  @Override
  public @Nullable Object merge(
      MergingValue<Object> merging, @Nullable MergingValue<Object> existing) {
    if (existing == null) {
      return merging.getRawValue();
    }
    Object theirs = merging.getDeserializedValue();
    Object here = existing.getDeserializedValue();
    boolean newer = RosterRecords.epoch(theirs) > RosterRecords.epoch(here);
    return newer && workTogether(theirs, here) ? merging.getRawValue() : existing.getRawValue();
  }

  private static boolean workTogether(Object a, Object b) {
    return !(a instanceof GenericRecord one && b instanceof GenericRecord two)
        || RosterRecords.protocol(one).worksWith(RosterRecords.protocol(two));
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
