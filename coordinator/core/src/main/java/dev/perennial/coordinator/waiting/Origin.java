package dev.perennial.coordinator.waiting;

import java.nio.ByteBuffer;

/**
 * Where a connection comes from, as far as one owner has it: an IPv4 address, or the first 64 bits
 * of an IPv6 address, of which one machine commonly has all that follow.
 *
 * @param length of the address, in bytes
 * @param owner the bits that count
 */
public record Origin(int length, long owner) {
  /** Returns the origin of an address as {@code InetAddress.getAddress()} gives it. */
  public static Origin of(byte[] address) {
    ByteBuffer bytes = ByteBuffer.wrap(address);
    return new Origin(
        address.length, address.length < Long.BYTES ? bytes.getInt() : bytes.getLong());
  }
}
