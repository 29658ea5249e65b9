package dev.perennial.agent.embedded;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.ContainerHooks;
import dev.perennial.agent.container.Gate;
import dev.perennial.agent.servers.RunningTomcat;
import dev.perennial.agent.tomcat.TomcatHooks;
import java.io.File;
import java.net.URLConnection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Host;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Manager;
import org.apache.catalina.Service;
import org.apache.catalina.Wrapper;
import org.apache.catalina.authenticator.SingleSignOn;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardEngine;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.core.StandardService;
import org.apache.catalina.session.FileStore;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.PersistentManager;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.coyote.http11.AbstractHttp11Protocol;

/** A Tomcat with the given applications in it, and hooks instead of woven code. */
public final class EmbeddedTomcat implements RunningTomcat {
  private static final String WEBAPP = "dev.perennial.agent.webapp.";

  private final Tomcat tomcat = new Tomcat();
  private final ContainerHooks hooks;
  private final String docBase;
  private final String work;
  private final Map<String, String> settings;
  private final AccessLines accessLines = new AccessLines();

  /**
   * Starts it on a free port of loopback, each service on one of its own.
   *
   * @param applications each the same application, deployed as {@link Deployed} says
   * @param docBase its folder
   * @param settings of its connectors, see {@link Doors}
   */
  public EmbeddedTomcat(
      ContainerHooks hooks,
      List<String> applications,
      String docBase,
      String work,
      Map<String, String> settings)
      throws LifecycleException {
    this.hooks = hooks;
    this.settings = settings;
    this.docBase = docBase;
    this.work = work;
    // Of the whole JVM, which has several Tomcats here.
    TomcatURLStreamHandlerFactory.disable();
    URLConnection.setDefaultUseCaches("jar", false);
    tomcat.setBaseDir(work);
    // The domain of its MBeans: tests that run side by side must not meet in one.
    tomcat.getEngine().setName("Tomcat-" + UUID.randomUUID());
    tomcat.addUser("alice", "secret");
    tomcat.addRole("alice", "admin");
    for (Connector connector : Doors.connectors(settings)) {
      tomcat.getService().addConnector(connector);
    }
    tomcat.getEngine().getPipeline().addValve(accessLines);
    if (settings.containsKey("remoteIp")) {
      RemoteIpValve remoteIp = new RemoteIpValve();
      remoteIp.setHostHeader("X-Forwarded-Host");
      remoteIp.setPortHeader("X-Forwarded-Port");
      tomcat.getEngine().getPipeline().addValve(remoteIp);
    }
    tomcat.getEngine().getPipeline().addValve(new FinishingValve(hooks));
    for (String application : applications) {
      deploy(application);
    }
    tomcat.init();
    for (Service service : tomcat.getServer().findServices()) {
      for (Connector connector : service.findConnectors()) {
        connector.getProtocolHandler().setAdapter(new HookedAdapter(connector, hooks));
      }
    }
    tomcat.start();
  }

  @Override
  public void deploy(String application) {
    Deployed deployed = Deployed.of(application);
    Context context = new StandardContext();
    context.setName(deployed.contextName());
    context.setPath(deployed.path());
    context.setWebappVersion(deployed.version());
    context.setDocBase(new File(docBase).getAbsolutePath());
    context.addLifecycleListener(new Tomcat.FixContextListener());
    context.setParentClassLoader(EmbeddedTomcat.class.getClassLoader());
    context.setManager(deployed.storing() ? storing() : new HookedManager(hooks));
    if (deployed.singleSignOn()) {
      host(deployed).getPipeline().addValve(new SingleSignOn());
    }
    if (!deployed.own()) {
      context.setSessionCookiePath("/");
    }
    if (!deployed.cookie().isEmpty()) {
      context.setSessionCookieName(deployed.cookie());
    }
    context.addParameter("application", deployed.application());
    context.addParameter("version", deployed.version());
    context.addApplicationListener(WEBAPP + "EndListener");
    add(context, "SessionServlet", "/session");
    add(context, "WhereServlet", "/where/*");
    context.addServletMappingDecoded("/actuator/*", "WhereServlet");
    context.addServletMappingDecoded("/health/*", "WhereServlet");
    if (deployed.manager()) {
      // Tomcat's own, which nobody asks here.
      Tomcat.addServlet(context, "Manager", "org.apache.catalina.manager.ManagerServlet");
    }
    add(context, "EchoServlet", "/echo/*");
    add(context, "AsyncServlet", "/async");
    add(context, "SeenServlet", "/seen/*");
    add(context, "AnswerServlet", "/answer");
    add(context, "NonBlockingServlet", "/nonblocking");
    host(deployed).addChild(context);
  }

  private Manager storing() {
    FileStore store = new FileStore();
    store.setDirectory(work);
    PersistentManager manager = new PersistentManager();
    manager.setStore(store);
    return manager;
  }

  private Host host(Deployed deployed) {
    Engine engine =
        deployed.service().isEmpty() ? tomcat.getEngine() : service(deployed).getContainer();
    if (deployed.host().equals("localhost") && deployed.service().isEmpty()) {
      return tomcat.getHost();
    }
    if (engine.findChild(deployed.host()) instanceof Host known) {
      return known;
    }
    StandardHost host = new StandardHost();
    host.setName(deployed.host());
    host.addAlias("www." + deployed.host());
    host.addAlias("*.wild." + deployed.host());
    engine.addChild(host);
    return host;
  }

  private Service service(Deployed deployed) {
    Service known = tomcat.getServer().findService(deployed.service());
    if (known != null) {
      return known;
    }
    StandardEngine engine = new StandardEngine();
    engine.setName(deployed.engine());
    engine.setDefaultHost("localhost");
    engine.setRealm(tomcat.getEngine().getRealm());
    engine.getPipeline().addValve(new FinishingValve(hooks));
    StandardService service = new StandardService();
    // Of its MBeans; its own name and the engine's are the same on each server.
    service.setDomain("Tomcat-" + UUID.randomUUID());
    engine.setDomain(service.getDomain());
    service.setName(deployed.service());
    service.setContainer(engine);
    Doors.connectors(settings).forEach(service::addConnector);
    tomcat.getServer().addService(service);
    return service;
  }

  @Override
  public void alias(String name) {
    tomcat.getHost().addAlias(name);
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
  public int port(int connector) {
    return tomcat.getService().findConnectors()[connector].getLocalPort();
  }

  @Override
  public List<String> accessLines() {
    return accessLines.lines;
  }

  @Override
  public int port(String service) {
    return tomcat.getServer().findService(service).findConnectors()[0].getLocalPort();
  }

  @Override
  public RunningTomcat beside(String... applications) {
    try {
      return new EmbeddedTomcat(hooks, List.of(applications), docBase, work + "-beside", settings);
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
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
  public void filterAttributes(String names, String classes) {
    for (Container child : tomcat.getHost().findChildren()) {
      if (child instanceof Context context && context.getManager() instanceof ManagerBase manager) {
        manager.setSessionAttributeNameFilter(names);
        manager.setSessionAttributeValueClassNameFilter(classes);
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
      hooks.event(PerennialBridge.CONTAINER_STOPPING, tomcat.getServer(), this);
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      throw new IllegalStateException(e);
    }
  }
}
