package dev.perennial.agent.embedded;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.servers.ConnectorKind;
import dev.perennial.agent.servers.ManyConnectors;
import dev.perennial.agent.tomcat.TomcatForTests;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;

/** A Tomcat with a connector of each kind asked for, an echo, and an endpoint of WebSocket. */
public final class ConnectedTomcat implements ManyConnectors {
  private final Tomcat tomcat = new Tomcat();
  private final Map<ConnectorKind, Connector> connectors = new EnumMap<>(ConnectorKind.class);
  private final Path work;
  private final Container container;
  private boolean stopped;

  /**
   * Starts it, on loopback.
   *
   * @param keyStore for TLS, of which the password is "changeit"
   */
  public ConnectedTomcat(List<ConnectorKind> kinds, String work, String keyStore)
      throws LifecycleException, ReflectiveOperationException {
    this.work = Path.of(work);
    TomcatURLStreamHandlerFactory.disable();
    tomcat.setBaseDir(work);
    tomcat.getEngine().setName("Tomcat-" + UUID.randomUUID());
    for (ConnectorKind kind : kinds) {
      Connector connector = connector(kind, keyStore);
      connectors.put(kind, connector);
      tomcat.getService().addConnector(connector);
    }
    Context context = tomcat.addContext("", this.work.resolve("app").toString());
    context.setParentClassLoader(ConnectedTomcat.class.getClassLoader());
    add(context, "EchoServlet", "/echo");
    add(context, "AsyncServlet", "/async");
    WebSocketEcho.prepare(context);
    tomcat.start();
    WebSocketEcho.add(context, "/ws");
    container = TomcatForTests.container(tomcat.getServer());
  }

  private Connector connector(ConnectorKind kind, String keyStore) {
    Connector connector = new Connector(kind.protocol());
    connector.setPort(0);
    if (kind == ConnectorKind.UNIX) {
      connector.setProperty("unixDomainSocketPath", unixPath().toString());
    } else {
      connector.setProperty("address", "127.0.0.1");
    }
    connector.setProperty("connectionTimeout", "20000");
    connector.setProperty("keepAliveTimeout", "60000");
    if (kind.isAjp()) {
      connector.setProperty("secretRequired", "false");
    }
    if (kind.isHttp2()) {
      connector.addUpgradeProtocol(new Http2Protocol());
    }
    if (kind.isTls()) {
      connector.setSecure(true);
      connector.setScheme("https");
      connector.setProperty("SSLEnabled", "true");
      SSLHostConfig host = new SSLHostConfig();
      SSLHostConfigCertificate certificate =
          new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
      certificate.setCertificateKeystoreFile(keyStore);
      certificate.setCertificateKeystorePassword("changeit");
      host.addCertificate(certificate);
      connector.addSslHostConfig(host);
    }
    return connector;
  }

  private static void add(Context context, String servlet, String mapping) {
    Wrapper wrapper = Tomcat.addServlet(context, servlet, "dev.perennial.agent.webapp." + servlet);
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded(mapping, servlet);
  }

  @Override
  public Container container() {
    return container;
  }

  @Override
  public int port(ConnectorKind kind) {
    return connectors.get(kind).getLocalPort();
  }

  @Override
  public Path unixPath() {
    return work.resolve("tomcat.sock");
  }

  @Override
  public void unlimited(ConnectorKind kind) {
    ((AbstractProtocol<?>) connectors.get(kind).getProtocolHandler()).setMaxConnections(-1);
  }

  @Override
  public void stop() {
    if (!stopped) {
      stopped = true;
      try {
        tomcat.stop();
        tomcat.destroy();
      } catch (LifecycleException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    stop();
  }
}
