package dev.perennial.agent.jmx;

import dev.perennial.agent.status.StateItem;

/** The last that is known of a piece of state. */
final class StateBean implements StateMXBean {
  private volatile StateItem item;

  StateBean(StateItem item) {
    this.item = item;
  }

  void update(StateItem next) {
    item = next;
  }

  @Override
  public String getKind() {
    return item.kind();
  }

  @Override
  public boolean isMoving() {
    return item.moves();
  }

  @Override
  public long getCount() {
    return item.count();
  }

  @Override
  public long getSize() {
    return item.bytes();
  }

  @Override
  public String getDetail() {
    return item.detail();
  }
}
