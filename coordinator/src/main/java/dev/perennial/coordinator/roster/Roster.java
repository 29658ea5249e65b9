package dev.perennial.coordinator.roster;

import java.util.List;
import java.util.Optional;

/**
 * The shared record of all servers. Immutable; every change makes one with the next epoch, put in
 * place by compare-and-set.
 *
 * @param epoch grows by one with every change; fences orders
 * @param mode of the cluster
 * @param servers sorted by name
 */
public record Roster(long epoch, Mode mode, List<ServerEntry> servers) {
  public Roster {
    servers = List.copyOf(servers);
  }

  /** Returns the server of that name. */
  public Optional<ServerEntry> server(String name) {
    return servers.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
