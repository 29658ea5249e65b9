package dev.perennial.agent.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdHashTest {
  /** Of the reference implementation: the key is 00 01 to 0f, the input 00 01 and so on. */
  @ParameterizedTest(name = "{0} bytes")
  @CsvSource({
    "0, 726fdb47dd0e0e31",
    "2, 0d6c8009d9a94f5a",
    "4, cf2794e0277187b7",
    "6, cbc9466e58fee3ce",
    "8, 93f5f5799a932462",
  })
  void itIsSipHash(int length, String expected) {
    byte[] key = new byte[16];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    StringBuilder input = new StringBuilder();
    for (int i = 0; i < length; i += 2) {
      input.append((char) (i | (i + 1) << 8));
    }

    assertThat(new IdHash(key).of(input)).isEqualTo(Long.parseUnsignedLong(expected, 16));
  }

  @Test
  void anotherKeyMakesOtherHashes() {
    byte[] key = new byte[32];
    key[15] = 1;

    assertThat(new IdHash(key).of("a")).isNotEqualTo(new IdHash(new byte[16]).of("a"));
  }

  @Test
  void eachCharacterAndEachLengthCounts() {
    IdHash hash = new IdHash(new byte[16]);
    Set<Long> hashes = new HashSet<>();
    for (int length = 0; length < 40; length++) {
      hashes.add(hash.of("\0".repeat(length)));
      for (int at = 0; at < length; at++) {
        hashes.add(hash.of("\0".repeat(at) + "\u0100" + "\0".repeat(length - at - 1)));
      }
    }

    assertThat(hashes).hasSize(40 + 39 * 40 / 2);
  }
}
