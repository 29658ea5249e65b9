package dev.perennial.agent.sensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options that this JVM runs with, as it understood them.
 *
 * @param value gives an option's value by name, null if there is no such option
 */
record VmOptions(Function<String, @Nullable String> value) {
  /** Returns those of this JVM; none at all if it is not a HotSpot. */
  static VmOptions of(@Nullable HotSpotDiagnosticMXBean diagnostic) {
    return new VmOptions(name -> diagnostic == null ? null : read(diagnostic, name));
  }

  private static @Nullable String read(HotSpotDiagnosticMXBean diagnostic, String name) {
    try {
      return diagnostic.getVMOption(name).getValue();
    } catch (IllegalArgumentException e) {
      // This JVM has no such option.
      return null;
    }
  }

  /** Returns a switch; off where there is none. */
  boolean isOn(String name) {
    return "true".equals(value.apply(name));
  }

  /** Returns the limit of direct buffers; where it is not set, it is the maximum heap. */
  long maxDirectBytes(long heapMax) {
    String text = value.apply("MaxDirectMemorySize");
    long bytes = text == null ? 0 : Long.parseLong(text);
    return bytes > 0 ? bytes : heapMax;
  }

  /** Returns how large the heap may get, in bytes; where that is not known, as given. */
  long maxHeapBytes(long otherwise) {
    String text = value.apply("MaxHeapSize");
    return text == null ? otherwise : Long.parseLong(text);
  }

  /** Returns whether the heap is anonymous memory of ordinary pages. */
  boolean heapIsAnonymous() {
    boolean hugeOnly = isOn("UseLargePages") && !isOn("UseTransparentHugePages");
    return !isOn("UseZGC") && !hugeOnly;
  }
}
