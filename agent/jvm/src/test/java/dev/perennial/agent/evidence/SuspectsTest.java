package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuspectsTest {
  /** What has grown: "instances bytes class", parted by ;. */
  private static ClassHistogram grown(String text) {
    StringBuilder printed = new StringBuilder();
    for (String each : text.split(";")) {
      String[] words = each.strip().split(" ");
      printed.append("  1: ").append(String.join(" ", words)).append("\n");
    }
    return ClassHistogram.parse(printed.toString(), 100);
  }

  @ParameterizedTest
  @CsvSource({
    // The array of each is what takes up the bytes; the class that holds it is what leaks.
    "1000 1000000 [B; 1000 16000 shop.Receipt, shop.Receipt",
    "1900 1000000 [B; 1000 16000 shop.Receipt, shop.Receipt",
    // As many as of something else's nodes: both are counted with it.
    "1000 1000000 [B; 1000 32000 java.util.HashMap$Node; 980 16000 shop.Receipt, shop.Receipt",
    // Far more or far fewer of them than of any class of the application: nobody holds one each.
    "5000 1000000 [B; 1000 16000 shop.Receipt, byte[]",
    "10 1000000 [B; 1000 16000 shop.Receipt, byte[]",
    // The nearest of two.
    "1000 1000000 [B; 1000 16000 shop.Receipt; 600 20000 shop.Cart, shop.Receipt",
    // As near as another: the one that is larger itself.
    "1000 1000000 [B; 1000 16000 shop.Flag; 1000 64000 shop.Order, shop.Order",
    // No class of the application at all.
    "1000 1000000 [B; 900 20000 java.lang.String, byte[]",
    "9 900 [Lshop.Cart;; 9 90 shop.Cart, shop.Cart",
    // Its own bytes are enough.
    "50 100 [B; 7 5000000 shop.Image, shop.Image",
  })
  void theFirstSuspectIs(String grown, String first) {
    assertThat(Suspects.rank(grown(grown), Holders.UNKNOWN, 5).get(0).name()).isEqualTo(first);
  }

  @Test
  void itsBytesAreThoseOfWhatItCarries() {
    assertThat(
            Suspects.rank(
                grown("1000 1000000 [B; 1000 32000 java.util.HashMap$Node; 999 16000 a.B"),
                Holders.UNKNOWN,
                5))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.bytes()).isEqualTo(1_048_000);
              assertThat(s.instances()).isEqualTo(999);
              assertThat(s.carries()).containsExactly("byte[]", "java.util.HashMap$Node");
            });
  }

  @Test
  void noMoreAreNamedThanAsked() {
    assertThat(Suspects.rank(grown("1 3 a.A; 1 2 a.B; 1 1 a.C"), Holders.UNKNOWN, 2))
        .extracting(Suspect::name)
        .containsExactly("a.A", "a.B");
  }

  @Test
  void nothingGrownIsNoSuspect() {
    assertThat(Suspects.rank(ClassHistogram.empty(), Holders.UNKNOWN, 5)).isEmpty();
  }

  @Test
  void whoHoldsThemByAHeapDumpCountsMoreThanWhoIsAsMany() {
    Holders holders = new Holders(Map.of("byte[]", Map.of("shop.Cache", 0.9, "shop.Rare", 0.001)));

    assertThat(Suspects.rank(grown("1000 1000000 [B; 1000 16000 shop.Receipt"), holders, 5))
        .extracting(Suspect::name, Suspect::bytes)
        .containsExactly(
            tuple("shop.Cache", 900_000L),
            tuple("byte[]", 100_000L),
            tuple("shop.Receipt", 16_000L));
  }

  @Test
  void whatNobodyHoldsOfTheDumpStaysWithItself() {
    Holders holders = new Holders(Map.of("int[]", Map.of("shop.Cache", 1.0)));

    assertThat(Suspects.rank(grown("1000 1000000 [B"), holders, 5))
        .extracting(Suspect::name)
        .containsExactly("byte[]");
  }
}
