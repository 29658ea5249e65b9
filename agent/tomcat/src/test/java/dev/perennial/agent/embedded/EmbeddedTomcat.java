package dev.perennial.agent.embedded;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.ContainerHooks;
import dev.perennial.agent.container.Gate;
import dev.perennial.agent.servers.RunningTomcat;
import dev.perennial.agent.tomcat.TomcatHooks;
import java.io.File;
import java.net.URLConnection;
import java.util.List;
import java.util.UUID;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.coyote.http11.AbstractHttp11Protocol;

/** A Tomcat with the given applications in it, and hooks instead of woven code. */
public final class EmbeddedTomcat implements RunningTomcat {
  private static final String WEBAPP = "dev.perennial.agent.webapp.";

  private final Tomcat tomcat = new Tomcat();

  /**
   * Starts it on a free port of loopback.
   *
   * @param applications context paths; each is the same application
   * @param docBase its folder
   */
  public EmbeddedTomcat(
      ContainerHooks hooks, List<String> applications, String docBase, String work)
      throws LifecycleException {
    // Of the whole JVM, which has several Tomcats here.
    TomcatURLStreamHandlerFactory.disable();
    URLConnection.setDefaultUseCaches("jar", false);
    tomcat.setBaseDir(work);
    // The domain of its MBeans: tests that run side by side must not meet in one.
    tomcat.getEngine().setName("Tomcat-" + UUID.randomUUID());
    tomcat.addUser("alice", "secret");
    tomcat.addRole("alice", "admin");
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("compression", "on");
    connector.setProperty("connectionTimeout", "5000");
    connector.setProperty("keepAliveTimeout", "20000");
    tomcat.setConnector(connector);
    tomcat.getEngine().getPipeline().addValve(new FinishingValve(hooks));
    for (String path : applications) {
      addApplication(hooks, path, docBase);
    }
    tomcat.init();
    connector.getProtocolHandler().setAdapter(new HookedAdapter(connector, hooks));
    tomcat.start();
  }

  private void addApplication(ContainerHooks hooks, String path, String docBase) {
    Context context = tomcat.addContext(path, new File(docBase).getAbsolutePath());
    context.setParentClassLoader(EmbeddedTomcat.class.getClassLoader());
    context.setManager(new HookedManager(hooks));
    context.setSessionCookiePath("/");
    context.addApplicationListener(WEBAPP + "EndListener");
    add(context, "SessionServlet", "/session");
    add(context, "EchoServlet", "/echo/*");
    add(context, "AsyncServlet", "/async");
  }

  private static void add(Context context, String servlet, String mapping) {
    Wrapper wrapper = Tomcat.addServlet(context, servlet, WEBAPP + servlet);
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded(mapping, servlet);
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void unlimited() {
    ((AbstractHttp11Protocol<?>) tomcat.getConnector().getProtocolHandler()).setMaxConnections(-1);
  }

  @Override
  public void breakManagers() {
    for (Container child : tomcat.getHost().findChildren()) {
      if (child instanceof Context context && context.getManager() instanceof HookedManager it) {
        it.broken = true;
      }
    }
  }

  @Override
  public void attach(Gate gate, ContainerEvents events) {
    new TomcatHooks(gate, events).discover();
  }

  @Override
  public void restart() {
    try {
      tomcat.stop();
      tomcat.start();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
