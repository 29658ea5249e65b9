package dev.perennial.api;

/** Shows a clearable to JMX. */
record ClearableBean(Clearable clearable) implements ClearableMXBean {
  @Override
  public String getName() {
    return clearable.name();
  }

  @Override
  public void clear() throws Exception {
    clearable.clear();
  }
}
