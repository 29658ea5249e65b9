package dev.perennial.sample.shop;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a shop is started.
 *
 * @param name of this server in its answers
 * @param address to bind to
 * @param port to bind to, 0 for any
 */
record ShopOptions(String name, String address, int port) {
  ShopOptions {
    if (name.isBlank()) {
      throw new IllegalArgumentException("shop.name must not be blank");
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("shop.port=" + port + " must be between 0 and 65535");
    }
  }

  /**
   * Reads shop.name, shop.address, shop.port.
   *
   * @param properties the system properties, null where one is not set
   */
  static ShopOptions of(Function<String, @Nullable String> properties) {
    String name = properties.apply("shop.name");
    String address = properties.apply("shop.address");
    String port = properties.apply("shop.port");
    try {
      return new ShopOptions(
          name == null ? "shop" : name,
          address == null ? "127.0.0.1" : address,
          port == null ? 8080 : Integer.parseInt(port));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "shop.port=" + port + " must be a number between 0 and 65535", e);
    }
  }
}
