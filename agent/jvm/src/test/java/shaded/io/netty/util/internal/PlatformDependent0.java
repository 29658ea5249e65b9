package shaded.io.netty.util.internal;

/** What the other one's static initialiser loads. */
final class PlatformDependent0 {
  private PlatformDependent0() {}

  static long first() {
    return 0;
  }
}
