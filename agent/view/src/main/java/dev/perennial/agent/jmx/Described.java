package dev.perennial.agent.jmx;

import java.lang.reflect.Method;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.NotificationBroadcasterSupport;
import javax.management.StandardEmitterMBean;

/**
 * An MBean that says what it, its attributes and its operations are, from {@link Description} on
 * its interface. {@link Unit} needs nothing here: JMX reads it by itself.
 */
final class Described<T> extends StandardEmitterMBean {
  private Described(T bean, Class<T> type, NotificationBroadcasterSupport emitter) {
    super(bean, type, type.getSimpleName().endsWith("MXBean"), emitter);
  }

  static <T> Described<T> of(T bean, Class<T> type) {
    return new Described<>(bean, type, new NotificationBroadcasterSupport());
  }

  static <T> Described<T> of(T bean, Class<T> type, NotificationBroadcasterSupport emitter) {
    return new Described<>(bean, type, emitter);
  }

  @Override
  protected String getDescription(MBeanInfo info) {
    Description said = getMBeanInterface().getAnnotation(Description.class);
    return said == null ? info.getDescription() : said.value();
  }

  @Override
  protected String getDescription(MBeanAttributeInfo info) {
    return described((info.isIs() ? "is" : "get") + info.getName(), info.getDescription());
  }

  @Override
  protected String getDescription(MBeanOperationInfo info) {
    return described(info.getName(), info.getDescription());
  }

  @Override
  protected int getImpact(MBeanOperationInfo info) {
    return info.getReturnType().equals("void")
        ? MBeanOperationInfo.ACTION
        : MBeanOperationInfo.INFO;
  }

  /** Operations have no arguments, so a name is enough. */
  private String described(String method, String otherwise) {
    try {
      Method found = getMBeanInterface().getMethod(method);
      Description said = found.getAnnotation(Description.class);
      return said == null ? otherwise : said.value();
    } catch (NoSuchMethodException e) {
      return otherwise;
    }
  }
}
