package dev.perennial.agent.restart;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The command line and the files that it names, which may name each other. */
class JvmOptionsFuzzTest {
  @FuzzTest
  void anEndIsFound(byte[] data) {
    String text = new String(data, StandardCharsets.ISO_8859_1);
    JvmOptions unused = JvmOptions.of(List.of(text.split("\\s+")), name -> text, name -> text);
  }
}
