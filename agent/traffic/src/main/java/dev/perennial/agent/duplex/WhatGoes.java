package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Elsewhere;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What of this server goes to its successor where not all of it can: state is kept elsewhere, or
 * the successor has no room. For the run's thread, before the switch-over.
 */
final class WhatGoes {
  /** Their sizes are estimated until they are captured. */
  private static final int ADMITTED_AT_ONCE = 64;

  private static final double MEBIBYTE = 1 << 20;

  private final SourceDuplexer.Context context;
  private final RunStates states;
  private final Transfer transfer;
  private final Outbound outbound;

  WhatGoes(SourceDuplexer.Context context, RunStates states, Transfer transfer, Outbound outbound) {
    this.context = context;
    this.states = states;
    this.transfer = transfer;
    this.outbound = outbound;
  }

  private String successor() {
    return transfer.peer().server();
  }

  /** What nobody can move is lost; who would soon lose everything moves the rest. */
  void checkElsewhere() throws HandoverException {
    List<String> vetoes =
        context.containers().elsewhere().stream()
            .filter(Elsewhere::veto)
            .map(Elsewhere::line)
            .toList();
    if (vetoes.isEmpty()) {
      return;
    }
    if (!context.mayLeaveSessions().getAsBoolean()) {
      throw new HandoverException(String.join("; ", vetoes));
    }
    vetoes.forEach(context.log());
  }

  /**
   * A server that can wait is not rejuvenated at the price of sessions that nobody gave up.
   *
   * @param roomBytes heap that the successor could still take, negative if it did not say
   * @throws HandoverException if there is no room for all, and none may be left
   */
  void fit(long roomBytes, StateSize size) throws HandoverException {
    Room room = Room.of(roomBytes, size);
    if (room.isForAll()) {
      return;
    }
    String why =
        String.format(
            Locale.ROOT,
            "%s has no room for all of %,d sessions, %.1f MiB of state: %.1f MiB of heap",
            successor(),
            size.sessions(),
            size.bytes() / MEBIBYTE,
            roomBytes / MEBIBYTE);
    if (context.settings().unmovable().veto()) {
      throw new HandoverException(why + "; perennial.unmovable=veto allows to leave none");
    }
    if (!context.mayLeaveSessions().getAsBoolean()) {
      throw new HandoverException(
          why + "; this server is not about to fail, so that it leaves none behind");
    }
    context.log().accept(why + "; those used last move, as many as fit");
    transfer.limit(room);
  }

  /** Sends what the successor does not have as it is, as far as it has a place there. */
  long copy(Set<ItemId> pending) throws HandoverException, InterruptedException {
    return transfer.room().isForAll() ? outbound.copy(pending) : copyWhatFits(pending);
  }

  /** What has a place there goes; of the others those that were used last, as long as they fit. */
  private long copyWhatFits(Set<ItemId> pending) throws HandoverException, InterruptedException {
    Map<Boolean, List<ItemId>> placed =
        pending.stream()
            .collect(
                Collectors.partitioningBy(
                    id -> transfer.room().has(id) || transfer.place(id) != Place.HERE));
    long sent = outbound.copy(placed.get(true));
    Deque<ItemId> queue =
        new ArrayDeque<>(Room.lastUsedFirst(placed.get(false), context.inventory()::idleMillis));
    List<ItemId> admitted;
    do {
      RunState unused = states.goingOn();
      admitted = transfer.room().admit(queue, ADMITTED_AT_ONCE);
      sent += outbound.copy(admitted);
    } while (!admitted.isEmpty());
    queue.forEach(transfer::setAsideForRoom);
    return sent;
  }
}
