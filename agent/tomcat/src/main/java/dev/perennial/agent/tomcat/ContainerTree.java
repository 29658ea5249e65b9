package dev.perennial.agent.tomcat;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Container;
import org.apache.catalina.ContainerEvent;
import org.apache.catalina.ContainerListener;
import org.apache.catalina.Host;

/** Counts the changes of engines, hosts and contexts that can lead a request elsewhere. */
final class ContainerTree implements ContainerListener {
  private final AtomicInteger changes = new AtomicInteger();
  private final Set<Container> watched =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  int changes() {
    return changes.get();
  }

  /** An application starts, or stops: its settings may be new ones. */
  void changed() {
    changes.incrementAndGet();
  }

  /** Has a container's changes counted, too. */
  void watch(Container container) {
    if (watched.add(container)) {
      container.addContainerListener(this);
      // It may have changed since the caller looked at it.
      changed();
    }
  }

  @Override
  public void containerEvent(ContainerEvent event) {
    switch (event.getType()) {
      case Container.ADD_CHILD_EVENT,
          Container.REMOVE_CHILD_EVENT,
          Host.ADD_ALIAS_EVENT,
          Host.REMOVE_ALIAS_EVENT ->
          changed();
      default -> {
        // Most of what happens in a container leads no request elsewhere.
      }
    }
  }
}
