package dev.perennial.api;

import java.lang.management.ManagementFactory;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/**
 * Tells Perennial what of the application must move with it. For an {@code OrderBook implements
 * Part}:
 *
 * <pre>{@code
 * OrderBook orders = new OrderBook();
 * Perennial.register(orders);
 * }</pre>
 *
 * <p>Registering publishes an MBean in domain {@code perennial.part}, which is all that the agent
 * looks for, so it may be done before the agent starts or after. Without the agent nobody looks.
 * Thread-safe.
 */
public final class Perennial {
  /** The domain of the MBeans. */
  static final String DOMAIN = "perennial.part";

  private Perennial() {}

  /**
   * Registers a part of the application's state.
   *
   * @throws IllegalStateException if a part of that name is registered, or MBeans are not allowed
   */
  public static Registration register(Part part) {
    return publish("Part", part.name(), new PartBean(part), PartMXBean.class);
  }

  /**
   * Registers something that can be emptied.
   *
   * @throws IllegalStateException if a clearable of that name is registered, or MBeans are not
   *     allowed
   */
  public static Registration register(Clearable clearable) {
    return publish(
        "Clearable", clearable.name(), new ClearableBean(clearable), ClearableMXBean.class);
  }

  private static <T> Registration publish(String type, String name, T bean, Class<T> contract) {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName objectName =
          new ObjectName(DOMAIN + ":type=" + type + ",name=" + ObjectName.quote(name));
      server.registerMBean(new StandardMBean(bean, contract, true), objectName);
      return () -> remove(server, objectName);
    } catch (InstanceAlreadyExistsException e) {
      throw new IllegalStateException(
          type
              + " \""
              + name
              + "\" is registered already; names must be unique in a server, and an application must"
              + " close its registration when it is undeployed",
          e);
    } catch (JMException | SecurityException e) {
      throw new IllegalStateException(
          type + " \"" + name + "\" cannot be registered as an MBean: " + e, e);
    }
  }

  private static void remove(MBeanServer server, ObjectName name) {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // Closed before.
    } catch (JMException e) {
      throw new IllegalStateException(name + " cannot be taken out", e);
    }
  }
}
