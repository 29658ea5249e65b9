package dev.perennial.agent.tomcat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.jspecify.annotations.Nullable;

/**
 * What an application is called on every server of the cluster. Host and context alone do not tell
 * two applications apart: each service of a server has an engine with hosts of its own. The first
 * service is not named, so that a server that has no other uses the names of earlier agents.
 */
final class ApplicationName {
  private ApplicationName() {}

  /**
   * Returns the name of one version: "localhost/shop", "localhost/shop##2", of another service than
   * the first "service:engine:localhost/shop".
   */
  static String of(Context context) {
    return place(context) + slashed(context.getName());
  }

  /** As {@link #of}, and the same for all versions of the application. */
  static String ofAllVersions(Context context) {
    return place(context) + slashed(context.getPath());
  }

  /** Returns the name of a service: "service:engine", and the empty text for the first. */
  static String ofService(@Nullable Service service) {
    Server server = service == null ? null : service.getServer();
    Service[] all = server == null ? new Service[0] : server.findServices();
    if (service == null || all.length == 0 || all[0] == service) {
      return "";
    }
    Engine engine = service.getContainer();
    return encoded(service.getName()) + ":" + (engine == null ? "" : encoded(engine.getName()));
  }

  private static String place(Context context) {
    Container host = context.getParent();
    if (host == null) {
      return "";
    }
    Service service = host.getParent() instanceof Engine engine ? engine.getService() : null;
    String prefix = ofService(service);
    return (prefix.isEmpty() ? "" : prefix + ":") + host.getName();
  }

  private static String slashed(String path) {
    return path.startsWith("/") ? path : "/" + path;
  }

  /** Without ':' and '/', which part the names. */
  private static String encoded(@Nullable String name) {
    return name == null ? "" : URLEncoder.encode(name, StandardCharsets.UTF_8);
  }
}
