package dev.perennial.sample.shop;

import java.util.List;

/**
 * Something to buy.
 *
 * @param id in addresses and forms
 * @param name for people
 * @param price in cents
 */
record Article(String id, String name, long price) {
  static final List<Article> ALL =
      List.of(
          new Article("teapot", "Teapot, cast iron", 4_900),
          new Article("cup", "Cup without a handle", 1_250),
          new Article("tin", "Tea tin, 200 g", 890),
          new Article("sencha", "Sencha, first flush", 1_690),
          new Article("oolong", "Oolong, roasted", 1_990),
          new Article("whisk", "Bamboo whisk", 1_450));

  /**
   * Returns the article of that id.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Article of(String id) {
    return ALL.stream()
        .filter(a -> a.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("article=" + id + " is not sold here"));
  }
}
