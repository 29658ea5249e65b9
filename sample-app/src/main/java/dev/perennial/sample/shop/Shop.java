package dev.perennial.sample.shop;

import dev.perennial.api.Perennial;
import dev.perennial.sample.fault.Faults;
import jakarta.servlet.http.HttpServlet;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** One running shop. Thread-safe once started. */
final class Shop implements AutoCloseable {
  private static final Duration ORDER_PATIENCE = Duration.ofSeconds(5);
  private static final int SESSION_MINUTES = 30;

  private final ShopOptions options;
  private final Tomcat tomcat = new Tomcat();
  private final OrderBook book;

  Shop(ShopOptions options) {
    this.options = options;
    long life = ManagementFactory.getRuntimeMXBean().getStartTime();
    this.book = new OrderBook(options.name() + "." + Long.toString(life, 36), ORDER_PATIENCE);
    Answers answers = new Answers(options.name(), life);
    File base = new File(System.getProperty("java.io.tmpdir"), "shop-" + options.name());
    tomcat.setBaseDir(base.getPath());
    tomcat.setPort(options.port());
    tomcat.setSilent(true);
    tomcat.getConnector().setProperty("address", options.address());
    // A port in use is to end the start, not to be logged and forgotten.
    tomcat.getConnector().setThrowOnFailure(true);
    Context context = tomcat.addContext("", new File(".").getAbsolutePath());
    context.setSessionTimeout(SESSION_MINUTES);
    add(context, "/", new PageServlet(answers, book));
    add(context, "/cart", new CartServlet(answers));
    add(context, "/slow", new SlowServlet(answers));
    add(context, "/orders", new OrderServlet(answers, book));
    add(context, "/health", new HealthServlet(answers));
    add(context, "/admin/fault", new FaultServlet(answers, new Faults()));
  }

  /** Opens it; from the return on it answers. */
  void start() throws LifecycleException {
    // Never taken back: it is to go on elsewhere even when this shop is told to stop.
    Perennial.register(book);
    tomcat.start();
  }

  /** Returns when it has been stopped; Tomcat's own threads would not keep the process alive. */
  void await() {
    tomcat.getServer().await();
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  String url() {
    return "http://" + options.address() + ":" + port() + "/";
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      System.err.println("shop " + options.name() + " did not stop cleanly: " + e);
    }
  }

  private static void add(Context context, String path, HttpServlet servlet) {
    Tomcat.addServlet(context, path, servlet).setLoadOnStartup(1);
    context.addServletMappingDecoded(path, path);
  }
}
