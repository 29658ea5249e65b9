package dev.perennial.coordinator.transfer;

import java.util.Arrays;

/**
 * An item's state in serialised form; equal if the bytes are. Shares the array it was made of,
 * which nobody may change afterwards.
 */
public final class StateBytes {
  private final byte[] bytes;

  public StateBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns the array itself; not to be changed. */
  public byte[] array() {
    return bytes;
  }

  /** Returns the number of bytes. */
  public int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StateBytes that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
