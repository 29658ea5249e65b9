package dev.perennial.agent.sensor;

import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import javax.management.ObjectName;

/** A memory pool whose figures a test sets. */
final class FakePool implements MemoryPoolMXBean {
  static final long UNDEFINED = -1;

  private final String name;
  private final MemoryType type;
  private final long max;
  long used;
  long committed;
  long peak;
  long afterCollection;

  private FakePool(String name, MemoryType type, long max) {
    this.name = name;
    this.type = type;
    this.max = max;
  }

  static FakePool heap(String name, long max) {
    return new FakePool(name, MemoryType.HEAP, max);
  }

  static FakePool nonHeap(String name, long max) {
    return new FakePool(name, MemoryType.NON_HEAP, max);
  }

  private MemoryUsage usage(long bytes) {
    return new MemoryUsage(0, bytes, Math.max(bytes, committed), max);
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public MemoryType getType() {
    return type;
  }

  @Override
  public MemoryUsage getUsage() {
    return usage(used);
  }

  @Override
  public MemoryUsage getPeakUsage() {
    return usage(Math.max(peak, used));
  }

  @Override
  public void resetPeakUsage() {
    peak = used;
  }

  @Override
  public boolean isValid() {
    return true;
  }

  @Override
  public String[] getMemoryManagerNames() {
    return new String[0];
  }

  @Override
  public long getUsageThreshold() {
    return 0;
  }

  @Override
  public void setUsageThreshold(long threshold) {}

  @Override
  public boolean isUsageThresholdExceeded() {
    return false;
  }

  @Override
  public long getUsageThresholdCount() {
    return 0;
  }

  @Override
  public boolean isUsageThresholdSupported() {
    return false;
  }

  @Override
  public long getCollectionUsageThreshold() {
    return 0;
  }

  @Override
  public void setCollectionUsageThreshold(long threshold) {}

  @Override
  public boolean isCollectionUsageThresholdExceeded() {
    return false;
  }

  @Override
  public long getCollectionUsageThresholdCount() {
    return 0;
  }

  @Override
  public MemoryUsage getCollectionUsage() {
    return usage(afterCollection);
  }

  @Override
  public boolean isCollectionUsageThresholdSupported() {
    return false;
  }

  @Override
  public ObjectName getObjectName() {
    throw new UnsupportedOperationException("a fake has no name");
  }
}
