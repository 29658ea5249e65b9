package dev.perennial.agent.jmx;

import dev.perennial.agent.status.ServerControl;
import dev.perennial.agent.status.StateItem;
import dev.perennial.agent.status.StatusSource;
import dev.perennial.coordinator.aging.Judgement.Finding;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Puts the agent's MBeans into an MBean server, keeps them up to date, and takes them out again.
 * Thread-safe. Listeners to notifications run on the thread that calls {@link #update}.
 */
public final class JmxPublisher implements AutoCloseable {
  /** The domain of all MBeans of the agent. */
  public static final String DOMAIN = "perennial";

  private final Supplier<MBeanServer> servers;
  private final StatusSource source;
  private final ServerControl control;
  private final Changes changes;

  // Guarded by "this".
  private @Nullable MBeanServer server;
  private final Set<ObjectName> registered = new HashSet<>();
  private final Map<String, IndicatorBean> indicators = new HashMap<>();
  private final Map<String, StateBean> states = new HashMap<>();

  /**
   * Makes a publisher; nothing is registered before {@link #open}.
   *
   * @param servers asked once, by {@link #open}: the platform's MBean server starts
   *     java.util.logging, so it must not be asked for before the application has begun
   * @param clock of the notifications
   */
  public JmxPublisher(
      Supplier<MBeanServer> servers,
      StatusSource source,
      ServerControl control,
      InstantSource clock) {
    this.servers = servers;
    this.source = source;
    this.control = control;
    this.changes = new Changes(name("Server", null), clock);
  }

  /**
   * Registers all MBeans.
   *
   * @throws IllegalStateException if another agent has registered them; then none of them is
   */
  public synchronized void open() {
    server = servers.get();
    try {
      register(
          name("Server", null),
          Described.of(
              new ServerBean(source::server, source::held, control),
              ServerMXBean.class,
              changes.emitter()));
      register(
          name("Cluster", null),
          Described.of(new ClusterBean(source::cluster), ClusterMBean.class));
      register(
          name("History", null),
          Described.of(new HistoryBean(source::history), HistoryMBean.class));
      update();
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  /**
   * Brings the MBeans of indicators and state in line with what is known now, and tells listeners
   * of a changed verdict or stage. To be called about once a second; does nothing before {@link
   * #open}.
   */
  public synchronized void update() {
    if (server == null) {
      return;
    }
    var now = source.server();
    for (Finding finding : now.judgement().findings()) {
      String indicator = finding.reading().indicator();
      IndicatorBean bean = indicators.get(indicator);
      if (bean == null) {
        bean = new IndicatorBean(finding);
        register(name("Indicator", indicator), Described.of(bean, IndicatorMXBean.class));
        indicators.put(indicator, bean);
      }
      bean.update(finding);
    }
    updateStates(source.state());
    changes.update(now);
  }

  private void updateStates(List<StateItem> items) {
    Set<String> gone = new HashSet<>(states.keySet());
    for (StateItem item : items) {
      gone.remove(item.name());
      StateBean bean = states.get(item.name());
      if (bean == null) {
        bean = new StateBean(item);
        register(name("State", item.name()), Described.of(bean, StateMXBean.class));
        states.put(item.name(), bean);
      }
      bean.update(item);
    }
    for (String name : gone) {
      states.remove(name);
      unregister(name("State", name));
    }
  }

  private void register(ObjectName name, Object bean) {
    try {
      required().registerMBean(bean, name);
      registered.add(name);
    } catch (InstanceAlreadyExistsException e) {
      throw new IllegalStateException(
          "MBean "
              + name
              + " is registered already: is another Perennial agent in this JVM? Start it once",
          e);
    } catch (JMException e) {
      throw new IllegalStateException("MBean " + name + " cannot be registered: " + e, e);
    }
  }

  private void unregister(ObjectName name) {
    registered.remove(name);
    try {
      required().unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Somebody else took it out; that is what was wanted.
    } catch (JMException e) {
      throw new IllegalStateException("MBean " + name + " cannot be taken out: " + e, e);
    }
  }

  private MBeanServer required() {
    if (server == null) {
      throw new IllegalStateException("the MBeans are not open");
    }
    return server;
  }

  private static ObjectName name(String type, @Nullable String name) {
    String text = DOMAIN + ":type=" + type + (name == null ? "" : ",name=" + quoted(name));
    try {
      return new ObjectName(text);
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(text + " is no MBean name", e);
    }
  }

  /** Quotes only where it must be: quotes are a nuisance in every client. */
  private static String quoted(String value) {
    boolean plain = value.matches("[^,=:\"*?\\s]+");
    return plain ? value : ObjectName.quote(value);
  }

  /** Takes all MBeans out. */
  @Override
  public synchronized void close() {
    if (server == null) {
      return;
    }
    new ArrayList<>(registered).forEach(this::unregister);
    indicators.clear();
    states.clear();
    server = null;
  }
}
