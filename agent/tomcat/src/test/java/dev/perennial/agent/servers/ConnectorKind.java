package dev.perennial.agent.servers;

/** The kinds of connectors that Tomcat has in all its versions. */
public enum ConnectorKind {
  HTTP,
  HTTP_NIO2,
  HTTPS,
  HTTPS_NIO2,
  H2C,
  H2,
  H2_NIO2,
  AJP,
  AJP_NIO2,
  UNIX;

  /** Returns whether its clients speak TLS. */
  public boolean isTls() {
    return this == HTTPS || this == HTTPS_NIO2 || this == H2 || this == H2_NIO2;
  }

  /** Returns whether its clients may speak HTTP/2. */
  public boolean isHttp2() {
    return this == H2C || this == H2 || this == H2_NIO2;
  }

  /** Returns whether web servers talk to it, not browsers. */
  public boolean isAjp() {
    return this == AJP || this == AJP_NIO2;
  }

  /** Returns Tomcat's protocol class. */
  public String protocol() {
    String nio = name().endsWith("NIO2") ? "Nio2" : "Nio";
    return isAjp()
        ? "org.apache.coyote.ajp.Ajp" + nio + "Protocol"
        : "org.apache.coyote.http11.Http11" + nio + "Protocol";
  }
}
