package dev.perennial.agent.guard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The page of memory by which Java and the guard's thread talk; laid out as guard.c says. Each slot
 * has one writer, and is read and written as a whole. Nothing here allocates but {@link
 * #addresses}.
 */
final class GuardPage {
  static final int BYTES = 4096;

  static final int BEAT = 0;
  static final int TURN = 1;
  static final int ARMED = 2;
  static final int STANDING = 3;
  static final int FILL = 4;
  static final int SESSIONS = 5;
  static final int ADDRESSES = 6;
  static final int CYCLE_MILLIS = 7;
  static final int CYCLES = 8;
  static final int KINDS = 16;
  static final int CRITICAL_AT = 17;
  static final int SIGN_AT = 18;
  static final int HEAP_FAILURES = 19;
  static final int METASPACE_FAILURES = 20;
  static final int THREAD_FAILURES = 21;
  static final int FILE_FAILURES = 22;
  static final int GC_SHARE = 25;
  static final int LOOKS = 26;
  static final int ERROR = 27;
  static final int ABILITIES = 28;

  private static final int TABLE = 1024;
  private static final int MAX_ADDRESSES = 32;
  private static final int ADDRESS_BYTES = 96;
  private static final int TEXT_BYTES = 76;

  private final ByteBuffer page;

  GuardPage(ByteBuffer page) {
    this.page = page.order(ByteOrder.nativeOrder());
  }

  long get(int slot) {
    return page.getLong(slot * Long.BYTES);
  }

  void put(int slot, long value) {
    page.putLong(slot * Long.BYTES, value);
  }

  void raise(int slot) {
    put(slot, get(slot) + 1);
  }

  /**
   * Sets which listening sockets live on; only while not armed, or the guard could see half of it.
   *
   * @return how many of them there was room for
   */
  int addresses(List<Address> addresses) {
    int count = 0;
    for (Address address : addresses) {
      byte[] text = address.text().getBytes(StandardCharsets.US_ASCII);
      if (count == MAX_ADDRESSES || text.length >= TEXT_BYTES) {
        continue;
      }
      int at = TABLE + count * ADDRESS_BYTES;
      page.put(at, address.ip());
      page.putInt(at + 16, address.port());
      page.put(at + 20, text);
      page.put(at + 20 + text.length, (byte) 0);
      count++;
    }
    put(ADDRESSES, count);
    return count;
  }

  /**
   * Where a socket listens.
   *
   * @param ip 16 bytes: IPv6, IPv4 mapped into it, or all zero for "any"
   * @param text "host:port" for the next life
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Address(byte[] ip, int port, String text) {}
}
