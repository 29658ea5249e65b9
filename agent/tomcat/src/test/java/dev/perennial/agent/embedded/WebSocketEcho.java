package dev.perennial.agent.embedded;

import java.lang.reflect.Method;
import org.apache.catalina.Context;

/** An echo by WebSocket, as in Tomcat's examples; by reflection, for both names of its API. */
final class WebSocketEcho {
  private static final String ENDPOINT = "websocket.echo.EchoEndpoint";

  private WebSocketEcho() {}

  /** To be called before the context starts. */
  static void prepare(Context context) throws ReflectiveOperationException {
    Object initializer =
        Class.forName("org.apache.tomcat.websocket.server.WsSci").getConstructor().newInstance();
    for (Method method : Context.class.getMethods()) {
      if (method.getName().equals("addServletContainerInitializer")) {
        method.invoke(context, initializer, null);
      }
    }
  }

  /** To be called when it has started. */
  static void add(Context context, String path) throws ReflectiveOperationException {
    Class<?> endpoint = Class.forName(ENDPOINT);
    String api = endpoint.getSuperclass().getPackageName();
    Object servletContext = Context.class.getMethod("getServletContext").invoke(context);
    Object container =
        servletContext
            .getClass()
            .getMethod("getAttribute", String.class)
            .invoke(servletContext, api + ".server.ServerContainer");
    Class<?> builder = Class.forName(api + ".server.ServerEndpointConfig$Builder");
    Object config =
        builder
            .getMethod("build")
            .invoke(
                builder
                    .getMethod("create", Class.class, String.class)
                    .invoke(null, endpoint, path));
    container
        .getClass()
        .getMethod("addEndpoint", Class.forName(api + ".server.ServerEndpointConfig"))
        .invoke(container, config);
  }
}
