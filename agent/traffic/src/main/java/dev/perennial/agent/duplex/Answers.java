package dev.perennial.agent.duplex;

import dev.perennial.coordinator.transfer.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * What other servers answer when they are asked for several sessions, in the order in which they
 * are wanted. Not thread-safe.
 */
final class Answers {
  private final int asked;
  private final boolean orAnother;
  private final List<String> silent = new ArrayList<>();

  /** The first session that its application has at another server, and that server. */
  private int first;

  private String owner = "";

  /** The first session that is on its way. */
  private int moving;

  /** A server that has one of them, though not as the application's. */
  private String other = "";

  /**
   * @param asked so many sessions are asked for
   * @param orAnother whether another application's session counts, where there is none of its own
   */
  Answers(int asked, boolean orAnother) {
    this.asked = asked;
    this.orAnother = orAnother;
    first = asked;
    moving = asked;
  }

  void add(String server, Message.Has has) {
    // An earlier agent does not say which one it means.
    boolean said = has.index() >= 0 && has.index() < asked;
    switch (has.where()) {
      case HERE, ELSEWHERE -> {
        String at = has.where() == Message.Where.HERE ? server : has.server();
        if (!said) {
          other = at;
        } else if (has.index() < first) {
          first = has.index();
          owner = at;
        }
      }
      // Whoever still serves it knows better than who is to have it next.
      case ON_ITS_WAY -> onItsWay(said ? has.index() : 0);
      case NOT_KNOWN -> {}
    }
  }

  void onItsWay(int index) {
    moving = Math.min(moving, index);
  }

  void silent(String server) {
    silent.add(server);
  }

  List<String> silent() {
    return List.copyOf(silent);
  }

  /** Returns whether no further answer can change what follows: a session has one owner. */
  boolean isSettled() {
    return first == 0 || (orAnother && asked == 1 && !other.isEmpty());
  }

  /** Returns the server that the request is for, if that is known; empty if not. */
  String owner() {
    if (isSettled()) {
      return owner.isEmpty() ? other : owner;
    }
    if (!silent.isEmpty() || moving < first) {
      return "";
    }
    return owner.isEmpty() && orAnother ? other : owner;
  }

  /** Returns whether one of them is on its way, so that it is worth asking again. */
  boolean isMoving() {
    return moving < asked;
  }
}
