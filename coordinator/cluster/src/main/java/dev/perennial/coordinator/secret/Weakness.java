package dev.perennial.coordinator.secret;

import java.util.List;
import java.util.Locale;

/**
 * Tells of a secret that it can be guessed, by what anybody would try first. Pure. That none of it
 * is found does not make a secret a good one.
 */
final class Weakness {
  /** The fewest characters that differ; of 16 random hexadecimal digits about 10 do. */
  private static final int LEAST_DISTINCT = 6;

  /** So many characters in a row that each follow the one before them are as one. */
  private static final int LONGEST_RUN = 4;

  private static final List<String> ROWS =
      List.of(
          "qwertyuiopasdfghjklzxcvbnm",
          "qwertzuiopasdfghjklyxcvbnm",
          "azertyuiopqsdfghjklmwxcvbn",
          "1234567890",
          "0123456789abcdefghijklmnopqrstuvwxyz");

  /** What examples say in the place of a secret. */
  private static final List<String> WORDS =
      List.of(
          "change",
          "changeit",
          "changeme",
          "cluster",
          "default",
          "demo",
          "example",
          "here",
          "insert",
          "key",
          "me",
          "my",
          "pass",
          "passphrase",
          "password",
          "perennial",
          "placeholder",
          "please",
          "replace",
          "secret",
          "shared",
          "shop",
          "test",
          "the",
          "this",
          "token",
          "tomcat",
          "your");

  private Weakness() {}

  /**
   * Returns what is weak about a secret, in words that do not tell it; empty if nothing is seen.
   */
  static String of(String secret) {
    int[] points = secret.codePoints().toArray();
    long distinct = secret.codePoints().distinct().count();
    if (distinct == 1) {
      return "is one character, again and again";
    }
    int period = period(points);
    if (period <= points.length / 2) {
      return "repeats %d characters again and again".formatted(period);
    }
    if (distinct < LEAST_DISTINCT) {
      return "has only %d different characters; at least %d are needed"
          .formatted(distinct, LEAST_DISTINCT);
    }
    String lower = secret.toLowerCase(Locale.ROOT);
    if (withoutRuns(lower) < SecretFile.MIN_CHARACTERS / 2) {
      return "is little more than characters in the order of the alphabet or the keyboard";
    }
    return onlyWords(lower.replaceAll("[^a-z]+", ""), lower.replaceAll("[a-z]+", ""))
        ? "is made of the words that examples have"
        : "";
  }

  /** Returns after how many characters it begins anew; its length if it does not. */
  private static int period(int[] points) {
    for (int period = 1; period < points.length; period++) {
      int at = period;
      while (at < points.length && points[at] == points[at - period]) {
        at++;
      }
      if (at == points.length) {
        return period;
      }
    }
    return points.length;
  }

  /** Returns how many characters are left when each run counts as one. */
  private static int withoutRuns(String text) {
    int left = 0;
    int at = 0;
    while (at < text.length()) {
      int run = run(text, at);
      left++;
      at += run >= LONGEST_RUN ? run : 1;
    }
    return left;
  }

  /** Returns how many characters from here on are in the order of a row, or against it. */
  private static int run(String text, int from) {
    int longest = 1;
    for (String row : ROWS) {
      for (int step : new int[] {1, -1}) {
        int at = from + 1;
        while (at < text.length()
            && row.indexOf(text.charAt(at - 1)) >= 0
            && row.indexOf(text.charAt(at)) == row.indexOf(text.charAt(at - 1)) + step) {
          at++;
        }
        longest = Math.max(longest, at - from);
      }
    }
    return longest;
  }

  /** Whether words alone are left of the letters, and hardly anything of the others. */
  private static boolean onlyWords(String letters, String others) {
    String digits = others.replaceAll("[^0-9]+", "");
    return !letters.isEmpty()
        && withoutRuns(digits) <= 4
        && others.length() - digits.length() <= letters.length() / 2
        && areWords(letters);
  }

  private static boolean areWords(String letters) {
    boolean[] reached = new boolean[letters.length() + 1];
    reached[0] = true;
    for (int at = 0; at < letters.length(); at++) {
      for (String word : WORDS) {
        if (reached[at] && letters.startsWith(word, at)) {
          reached[at + word.length()] = true;
        }
      }
    }
    return reached[letters.length()];
  }
}
