package dev.perennial.agent.http;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that a web page made a browser send to this machine under a name of the page's
 * own (DNS rebinding): at a loopback address, only names of the loopback interface are meant.
 *
 * @param loopback whether the endpoint listens at a loopback address; otherwise any name may be
 *     meant
 */
record HostCheck(boolean loopback) {
  static HostCheck of(InetAddress bound) {
    return new HostCheck(bound.isLoopbackAddress());
  }

  boolean allows(@Nullable String hostHeader) {
    if (!loopback) {
      return true;
    }
    if (hostHeader == null) {
      // HTTP/1.0, as probes of load balancers send it; a browser always sends the header.
      return true;
    }
    String host = hostHeader.trim().toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
