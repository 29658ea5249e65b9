package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.ApplicationCalls;
import dev.perennial.agent.container.ApplicationCalls.HangingException;
import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Delivery;
import dev.perennial.agent.container.Elsewhere;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.container.Staged;
import dev.perennial.agent.container.StartFile;
import dev.perennial.agent.log.Suppressed;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.catalina.Server;
import org.apache.catalina.Session;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.session.StandardSession;
import org.apache.catalina.util.ServerInfo;
import org.jspecify.annotations.Nullable;

/** One Tomcat: a server with its services, connectors and applications. */
final class TomcatContainer implements Container {
  private static final Duration LISTENER_LIMIT = Duration.ofSeconds(2);

  private final Applications applications = new Applications();
  private final ApplicationCalls calls =
      new ApplicationCalls(e -> Suppressed.count(e, "thread for the application's code"));
  private final ContainerTree tree = new ContainerTree();
  private final Map<Connector, ContextMap> contexts = new ConcurrentHashMap<>();
  private final Server server;
  private final Connectors connectors;
  private final BooleanSupplier beside;
  private final Quiescence quiescence;
  private final Deliveries deliveries;

  /** Set while the container's stop has been reported. */
  private final AtomicBoolean stopping = new AtomicBoolean();

  /** Whether this thread ends a session that it was told to end: nobody needs to be told back. */
  private final ThreadLocal<Boolean> expiring = new ThreadLocal<>();

  /**
   * @param beside whether there is a Tomcat in this JVM that came earlier, or has had sessions
   */
  TomcatContainer(Server server, BooleanSupplier beside) {
    this.server = server;
    this.beside = beside;
    connectors = new Connectors(server);
    quiescence = new Quiescence(connectors);
    deliveries = new Deliveries(server, this::requestThreads);
    applications.addRunning(server);
  }

  Applications known() {
    return applications;
  }

  ContainerTree tree() {
    return tree;
  }

  ContextMap contexts(Connector connector) {
    return contexts.computeIfAbsent(connector, c -> new ContextMap(c, tree, this::isAside));
  }

  /**
   * Returns whether this Tomcat is beside another one, and has never had a session: it is that of
   * Spring Boot's management port, say, which tells of this very process.
   */
  private boolean isAside() {
    return !applications.hadSessions() && beside.getAsBoolean();
  }

  /** Returns true to the first caller since the last start. */
  boolean beginsStopping() {
    return stopping.compareAndSet(false, true);
  }

  void started() {
    stopping.set(false);
  }

  boolean isExpiring() {
    return expiring.get() != null;
  }

  @Override
  public String description() {
    return ServerInfo.getServerInfo();
  }

  @Override
  public List<Listener> listeners() {
    return connectors.listeners();
  }

  @Override
  public Set<String> applications() {
    return applications.byKey().keySet();
  }

  @Override
  public List<Elsewhere> elsewhere() {
    return KeptElsewhere.of(StateFacts.of(server));
  }

  @Override
  public boolean tellsOfNewSessions() {
    return applications.all().stream().allMatch(Application::addsByWovenMethod)
        && elsewhere().stream().noneMatch(Elsewhere::veto);
  }

  @Override
  public String fingerprint() {
    return ApplicationDigest.of(applications.all());
  }

  @Override
  public Set<String> sessionIds() {
    Set<String> ids = new HashSet<>();
    for (Application application : applications.all()) {
      for (Map.Entry<String, Session> entry : application.sessions().entrySet()) {
        if (entry.getValue() instanceof StandardSession session && Application.isLive(session)) {
          ids.add(entry.getKey());
        }
      }
    }
    return ids;
  }

  @Override
  public boolean hasSession(String id) {
    return applications.has(id);
  }

  @Override
  public boolean hasSession(String application, String id) {
    return application.isEmpty() ? applications.has(id) : applications.has(application, id);
  }

  @Override
  public long idleMillis(String id) {
    long least = Long.MAX_VALUE;
    for (Application application : applications.all()) {
      StandardSession session = application.find(id);
      if (session != null) {
        least = Math.min(least, session.getIdleTimeInternal());
      }
    }
    return least == Long.MAX_VALUE ? 0 : least;
  }

  @Override
  public @Nullable Capture capture(String id, Map<String, String> leaveOut, Duration limit)
      throws CaptureException {
    SessionCapture capture = new SessionCapture(id, leaveOut);
    return call(
        () -> capture.of(applications.all()), limit, capture::current, "cannot capture a session");
  }

  @Override
  public String kind(String id) {
    StringBuilder kind = new StringBuilder();
    for (Application application : applications.all()) {
      StandardSession session = application.find(id);
      if (session != null) {
        kind.append(application.key()).append(SessionCapture.classes(session));
      }
    }
    return kind.toString();
  }

  @Override
  public boolean passivate(String id) {
    boolean told = false;
    for (Application application : applications.all()) {
      StandardSession session = application.find(id);
      if (session != null) {
        told |= tell(() -> Passivation.passivate(application, session));
      }
    }
    return told;
  }

  @Override
  public void activate(String id) {
    for (Application application : applications.all()) {
      StandardSession session = application.find(id);
      if (session != null) {
        boolean unused =
            tell(
                () -> {
                  Passivation.activate(application, session);
                  return true;
                });
      }
    }
  }

  /** Returns whether the session may have changed: also where the application's code hangs. */
  private boolean tell(Callable<Boolean> listeners) {
    try {
      return calls.call(listeners, LISTENER_LIMIT);
    } catch (Throwable e) {
      Suppressed.count(e, "listeners of a session");
      return true;
    }
  }

  @Override
  public Staged stage(String id, byte[] bytes, Duration limit) throws CaptureException {
    Map<String, Application> now = applications.byKey();
    SessionStaging staging = new SessionStaging(now);
    Map<Application, StandardSession> built =
        call(() -> staging.build(bytes), limit, staging::current, "cannot read a session");
    return new StagedSession(id, built, now.values(), calls);
  }

  /** Runs the application's code; where it does not end, what it was at is at fault. */
  private <T extends @Nullable Object> T call(
      Callable<T> code, Duration limit, Supplier<String> current, String what)
      throws CaptureException {
    try {
      return calls.call(code, limit, current);
    } catch (HangingException e) {
      String part = e.doing();
      throw part.isEmpty()
          ? new CaptureException(what + ": " + e.getMessage(), e)
          : CaptureException.ofPart(part, String.valueOf(e.getMessage()), e);
    } catch (Throwable e) {
      throw CaptureException.of(what, e);
    }
  }

  @Override
  public void rehearse() throws CaptureException {
    for (Application application : applications.all()) {
      SessionRehearsal.of(application);
    }
  }

  /** Past the manager: it would be an end of the session to whoever watches the manager. */
  @Override
  public void discard(String id) {
    for (Application application : applications.all()) {
      application.sessions().remove(id);
    }
  }

  @Override
  public Staged detach(String id) {
    Map<Application, Session> taken = new HashMap<>();
    for (Application application : applications.all()) {
      Session session = application.sessions().remove(id);
      if (session != null) {
        taken.put(application, session);
      }
    }
    return () ->
        taken.forEach(
            (application, session) -> {
              if (session instanceof StandardSession known) {
                Passivation.activate(application, known);
              }
              application.sessions().put(id, session);
            });
  }

  @Override
  public void expire(String id) {
    expiring.set(Boolean.TRUE);
    try {
      for (Application application : applications.all()) {
        Session session = application.sessions().get(id);
        if (session != null) {
          session.expire();
        }
      }
    } finally {
      expiring.remove();
    }
  }

  @Override
  public void rest(int trafficClass) throws InterruptedException {
    quiescence.rest(trafficClass);
  }

  @Override
  public int quiesce(Duration limit) throws InterruptedException {
    return quiescence.begin(limit);
  }

  @Override
  public void seeOff(Duration spread) {
    quiescence.seeOff(spread);
  }

  @Override
  public void spareSockets() {
    quiescence.spareSockets();
  }

  @Override
  public void resume() {
    quiescence.end();
  }

  @Override
  public int requestThreads() {
    return connectors.threads();
  }

  @Override
  public void deliver(Delivery delivery) {
    deliveries.deliver(delivery);
  }

  @Override
  public List<StartFile> startFiles() {
    return StartFiles.of(server);
  }
}
