package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.restart.ListenAddress;
import java.util.HashSet;
import java.util.Set;

/** Where the containers' connectors listen. */
final class Listening {
  private Listening() {}

  static Set<ListenAddress> of(Containers containers) {
    Set<ListenAddress> addresses = new HashSet<>();
    for (Container container : containers.all()) {
      container
          .listeners()
          .forEach(listener -> addresses.add(ListenAddress.of(listener.host(), listener.port())));
    }
    return addresses;
  }
}
