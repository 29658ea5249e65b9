package dev.perennial.agent.http;

import java.nio.ByteBuffer;

/** What is said with one client of a {@link Port}, on the port's thread. */
interface Talk {
  /** Bytes have come. Not called any more once there is an answer. */
  void heard(ByteBuffer bytes);
}
