package dev.perennial.coordinator.roster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The shared record of all servers. Immutable; every change makes one with the next epoch, put in
 * place by compare-and-set.
 *
 * @param epoch grows by one with every change; fences orders; 0 before the first
 * @param mode of the cluster
 * @param servers sorted by name
 * @param coordinators names of the standalone coordinators, which vote and serve nothing
 * @param restarts when the rejuvenation signals of the last hour were given, epoch milliseconds,
 *     oldest first
 * @param halt why nothing is rejuvenated any more without an order, in words; empty while it may be
 * @param extra what a newer version has written of the whole
 */
public record Roster(
    long epoch,
    Mode mode,
    List<ServerEntry> servers,
    Set<String> coordinators,
    List<Long> restarts,
    String halt,
    Extra extra) {
  public Roster {
    servers = servers.stream().sorted(Comparator.comparing(ServerEntry::name)).toList();
    coordinators = Set.copyOf(coordinators);
    restarts = List.copyOf(restarts);
  }

  /** Makes a roster that has nothing of a newer version. */
  public Roster(
      long epoch,
      Mode mode,
      List<ServerEntry> servers,
      Set<String> coordinators,
      List<Long> restarts,
      String halt) {
    this(epoch, mode, servers, coordinators, restarts, halt, Extra.NONE);
  }

  /** Returns the roster before anybody joined: epoch 0, to be replaced by the first change. */
  public static Roster empty(Mode mode) {
    return new Roster(0, mode, List.of(), Set.of(), List.of(), "");
  }

  /** Returns the server of that name. */
  public Optional<ServerEntry> server(String name) {
    int low = 0;
    int high = servers.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = servers.get(middle).name().compareTo(name);
      if (order == 0) {
        return Optional.of(servers.get(middle));
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the server of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public ServerEntry require(String name) {
    return server(name)
        .orElseThrow(
            () -> new IllegalArgumentException("server (" + name + ") is not on the roster"));
  }

  /** Returns whether automatic action has stopped until an operator releases it. */
  public boolean halted() {
    return !halt.isEmpty();
  }

  /** Returns this roster, one epoch later, with a server added or replaced. */
  public Roster with(ServerEntry entry) {
    List<ServerEntry> next = new ArrayList<>(servers);
    next.removeIf(s -> s.name().equals(entry.name()));
    next.add(entry);
    return next(next);
  }

  /**
   * Returns this roster, one epoch later, with a known server changed.
   *
   * @throws IllegalArgumentException if there is no server of that name
   */
  public Roster change(String name, UnaryOperator<ServerEntry> how) {
    return with(how.apply(require(name)));
  }

  /** Returns this roster, one epoch later, without that server. */
  public Roster without(String name) {
    return next(servers.stream().filter(s -> !s.name().equals(name)).toList());
  }

  /** Returns this roster at another epoch: several changes that go into one. */
  Roster at(long otherEpoch) {
    return new Roster(otherEpoch, mode, servers, coordinators, restarts, halt, extra);
  }

  Roster withCoordinators(Set<String> next) {
    return new Roster(epoch + 1, mode, servers, new TreeSet<>(next), restarts, halt, extra);
  }

  Roster withRestarts(List<Long> next) {
    return new Roster(epoch + 1, mode, servers, coordinators, next, halt, extra);
  }

  Roster withHalt(String next) {
    return new Roster(epoch + 1, mode, servers, coordinators, restarts, next, extra);
  }

  private Roster next(List<ServerEntry> next) {
    return new Roster(epoch + 1, mode, next, coordinators, restarts, halt, extra);
  }
}
