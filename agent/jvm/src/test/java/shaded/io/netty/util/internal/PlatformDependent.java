package shaded.io.netty.util.internal;

/** As a library has it that brings Netty along under another name. */
public final class PlatformDependent {
  /** Bytes in use. */
  public static long used = PlatformDependent0.first();

  private PlatformDependent() {}

  public static long usedDirectMemory() {
    return used;
  }

  public static long maxDirectMemory() {
    return 1000;
  }
}
