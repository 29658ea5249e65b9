package dev.perennial.bench.wild;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/**
 * A Tomcat of whose requests every second fails as soon as its input has a byte for it; with
 * "failing-and-full" its direct buffers are nearly used up at the same moment, and grow slowly.
 */
final class FailingServer {
  private static final int MIB = 1 << 20;
  private static final int FULL_MIB = 57;
  private static final int GROWTH_BYTES = 8192;

  private FailingServer() {}

  static void serve(String what) throws LifecycleException, IOException, InterruptedException {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
    tomcat.setPort(Integer.getInteger("shop.port"));
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context =
        tomcat.addContext("", Path.of(System.getProperty("java.io.tmpdir")).toString());
    Page page = new Page();
    Tomcat.addServlet(context, "page", page);
    context.addServletMappingDecoded("/health", "page");
    tomcat.start();
    if (System.in.read() < 0) {
      tomcat.getServer().await();
    }
    page.fails = true;
    if (what.equals("failing-and-full")) {
      fill();
    }
    tomcat.getServer().await();
  }

  @SuppressWarnings({"InfiniteLoopStatement", "ModifiedButNotUsed"}) // They are to be kept.
  private static void fill() throws InterruptedException {
    List<Object> kept = new ArrayList<>();
    for (int i = 0; i < FULL_MIB; i++) {
      kept.add(ByteBuffer.allocateDirect(MIB));
    }
    while (true) {
      kept.add(ByteBuffer.allocateDirect(GROWTH_BYTES));
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static final class Page extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean fails;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(fails && count.incrementAndGet() % 2 == 0 ? 500 : 200);
    }
  }
}
