package dev.perennial.sample.shop;

import org.apache.catalina.LifecycleException;

/**
 * Starts the shop. System properties: shop.name, shop.address (default 127.0.0.1), shop.port
 * (default 8080). Prints one line when it serves.
 */
public final class ShopServer {
  private ShopServer() {}

  /** Runs until the process is told to stop. */
  public static void main(String[] args) throws LifecycleException {
    ShopOptions options;
    try {
      options = ShopOptions.of(System::getProperty);
    } catch (IllegalArgumentException e) {
      System.err.println("shop: " + e.getMessage());
      System.exit(2);
      return;
    }
    Shop shop = new Shop(options);
    shop.start();
    Runtime.getRuntime().addShutdownHook(new Thread(shop::close, "shop-stop"));
    System.out.println("shop " + options.name() + " serves at " + shop.url());
    shop.await();
  }
}
