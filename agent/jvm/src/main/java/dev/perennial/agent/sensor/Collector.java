package dev.perennial.agent.sensor;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** The garbage collectors. They differ in how long they stop a JVM, and in what they give back. */
public enum Collector {
  SERIAL("Copy"),
  PARALLEL("PS "),
  G1("G1 "),
  ZGC("ZGC "),
  SHENANDOAH("Shenandoah ");

  private final String beans;

  /**
   * @param beans how the name of one of its beans begins
   */
  Collector(String beans) {
    this.beans = beans;
  }

  /** Returns that of this JVM, as its beans name it; Serial if they name none of these. */
  public static Collector ofThisJvm() {
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      for (Collector collector : values()) {
        if (bean.getName().startsWith(collector.beans)) {
          return collector;
        }
      }
    }
    return SERIAL;
  }
}
