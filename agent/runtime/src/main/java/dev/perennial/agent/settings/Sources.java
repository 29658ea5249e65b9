package dev.perennial.agent.settings;

import java.util.Map;
import java.util.Properties;

/**
 * What settings are read from.
 *
 * @param args the agent's argument, {@code key=value,...}, maybe empty
 * @param properties of the system
 * @param environment of the process
 */
public record Sources(String args, Properties properties, Map<String, String> environment) {
  /** Returns those of this process; the one place that asks for them. */
  public static Sources ofThisProcess(String args) {
    Properties properties = new Properties();
    for (String name : System.getProperties().stringPropertyNames()) {
      String value = System.getProperty(name);
      if (value != null) {
        properties.setProperty(name, value);
      }
    }
    return new Sources(args, properties, System.getenv());
  }
}
