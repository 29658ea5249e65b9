package dev.perennial.coordinator.policy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** When it may act, and how busy an hour was: a setting and a file. */
class MaintenanceWindowsFuzzTest {
  @FuzzTest
  void aMistakeIsToldAsOne(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    try {
      MaintenanceWindows unused = MaintenanceWindows.parse(text);
    } catch (IllegalArgumentException e) {
      // This is how a mistake is told.
    }
    new LoadPattern().restore(text);
  }
}
