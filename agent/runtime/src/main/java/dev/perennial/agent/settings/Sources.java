package dev.perennial.agent.settings;

import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What settings are read from.
 *
 * @param args the agent's argument, {@code key=value,...}, maybe empty
 * @param properties of the system
 * @param environment of the process
 */
public record Sources(String args, Properties properties, Map<String, String> environment) {
  /** The variable of the environment that has the cluster's secret. */
  public static final String SECRET_VARIABLE = "PERENNIAL_SECRET";

  /** Returns these with a secret that the environment has no more. */
  public Sources withSecret(String secret) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(SECRET_VARIABLE, secret);
    return new Sources(args, properties, more);
  }

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
