package dev.perennial.agent.embedded;

import java.util.HashMap;
import java.util.Map;

/**
 * How an application is deployed, from a text such as {@code "/shop##2 service=two cookie=SHOP"}.
 *
 * @param path of the context
 * @param version for parallel deployment; empty for none
 * @param service of a name other than the first one's; empty for the first one
 * @param host its name; {@code localhost} if none is given
 * @param cookie the session cookie's name; empty for the usual one
 * @param own whether the session cookie has the context's path, and not "/" for all of them
 * @param manager whether it is one of Tomcat's own applications that steer a server
 * @param storing whether its manager moves sessions to a store
 * @param singleSignOn whether users log in to all applications of its host at once
 */
record Deployed(
    String path,
    String version,
    String service,
    String host,
    String cookie,
    boolean own,
    boolean manager,
    boolean storing,
    boolean singleSignOn) {

  static Deployed of(String text) {
    String[] words = text.split(" ", -1);
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      String[] option = words[i].split("=", 2);
      options.put(option[0], option[1]);
    }
    String[] name = words[0].split("##", 2);
    return new Deployed(
        name[0],
        name.length > 1 ? name[1] : "",
        options.getOrDefault("service", ""),
        options.getOrDefault("host", "localhost"),
        options.getOrDefault("cookie", ""),
        options.getOrDefault("path", "").equals("own"),
        options.containsKey("manager"),
        options.containsKey("storing"),
        options.containsKey("sso"));
  }

  /** Returns Tomcat's name of the context. */
  String contextName() {
    return version.isEmpty() ? path : path + "##" + version;
  }

  /** Returns what the agent is to call it, whatever its version. */
  String application() {
    String prefix = service.isEmpty() ? "" : service + ":" + engine() + ":";
    return prefix + host + (path.isEmpty() ? "/" : path);
  }

  /** Returns the name of the service's engine. */
  String engine() {
    return service + "-engine";
  }
}
