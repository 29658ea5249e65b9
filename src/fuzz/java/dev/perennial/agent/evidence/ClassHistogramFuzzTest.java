package dev.perennial.agent.evidence;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** What the JVM prints about itself. */
class ClassHistogramFuzzTest {
  @FuzzTest
  void linesThatAreNoneAreLeftOut(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    ClassHistogram unused = ClassHistogram.parse(text, 100);
    Groups unusedLoaders = ClassLoaders.parse(text);
  }
}
