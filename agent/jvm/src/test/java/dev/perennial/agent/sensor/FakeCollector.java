package dev.perennial.agent.sensor;

import java.lang.management.GarbageCollectorMXBean;
import javax.management.ObjectName;

/** A collector whose figures a test sets. */
final class FakeCollector implements GarbageCollectorMXBean {
  private final String name;
  long count;
  long millis;

  FakeCollector(String name) {
    this.name = name;
  }

  @Override
  public long getCollectionCount() {
    return count;
  }

  @Override
  public long getCollectionTime() {
    return millis;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isValid() {
    return true;
  }

  @Override
  public String[] getMemoryPoolNames() {
    return new String[0];
  }

  @Override
  public ObjectName getObjectName() {
    throw new UnsupportedOperationException("a fake has no name");
  }
}
