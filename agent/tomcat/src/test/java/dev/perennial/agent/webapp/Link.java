package dev.perennial.agent.webapp;

import java.io.Serializable;

/** A list as beginners write it: each element that is written or read takes some of the stack. */
final class Link implements Serializable {
  private static final long serialVersionUID = 1L;

  private Link next;

  static Link chain(int length) {
    Link first = null;
    for (int i = 0; i < length; i++) {
      Link link = new Link();
      link.next = first;
      first = link;
    }
    return first;
  }

  static int length(Object first) {
    int length = 0;
    for (Link link = (Link) first; link != null; link = link.next) {
      length++;
    }
    return length;
  }
}
