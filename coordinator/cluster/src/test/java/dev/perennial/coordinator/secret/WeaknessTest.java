package dev.perennial.coordinator.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeaknessTest {
  @ParameterizedTest
  @CsvSource({
    "aaaaaaaaaaaaaaaa, is one character",
    "................, is one character",
    "abababababababab, repeats 2 characters",
    "secret12secret12, repeats 8 characters",
    "mZ4tq0LwmZ4tq0Lwm, repeats 8 characters",
    "112233112233112232, has only 3 different characters",
    "0123456789abcdef, in the order of the alphabet or the keyboard",
    "fedcba9876543210, in the order of the alphabet or the keyboard",
    "abcdefghijklmnopqrstuvwxyz, in the order of the alphabet or the keyboard",
    "QWERTYUIOPasdfghjkl, in the order of the alphabet or the keyboard",
    "qwertyuiop1234567890, in the order of the alphabet or the keyboard",
    "change-me-please, the words that examples have",
    "YOUR_SECRET_HERE, the words that examples have",
    "<your secret here>, the words that examples have",
    "replace-this-secret-1234, the words that examples have",
    "perennial-cluster-secret, the words that examples have",
    "MySharedPassword1, the words that examples have",
    "testtestsecret2026, the words that examples have",
  })
  void whatAnybodyWouldTryFirstIsNamed(String secret, String expected) {
    assertThat(Weakness.of(secret)).contains(expected).doesNotContain(secret);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mZ4tq0LwX9cRb7Ke",
        "5f3c9a70b1e24d86",
        "correct horse battery staple",
        "change the winter tyres of my bicycle",
        "a secret for the tests alone, 0123456789",
        "mZ4tq0Lw12345678",
        "\u00e4\u00f6\u00fc\u00df\u4e2d\u6587\u5b57\u7b26 \u0434\u0430 \u03a9\u20ac\ud83d\ude00",
      })
  void othersAreTaken(String secret) {
    assertThat(Weakness.of(secret)).isEmpty();
  }

  /** What the commands of the README make is never refused: 5,000 of each kind. */
  @Test
  void noRandomSecretIsRefused() {
    Random random = new Random(4);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[i % 2 == 0 ? 32 : 12];
      random.nextBytes(bytes);
      assertThat(Weakness.of(Base64.getEncoder().encodeToString(bytes))).isEmpty();
      assertThat(Weakness.of(HexFormat.of().formatHex(bytes))).isEmpty();
    }
  }
}
