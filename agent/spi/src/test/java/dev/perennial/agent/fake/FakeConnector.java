package dev.perennial.agent.fake;

import java.io.FileDescriptor;
import java.net.InetAddress;

/** What a made-up container's requests come in by. */
public class FakeConnector {
  /** Woven in tests, with the advice for the JDK's method of that name. */
  public int bind(Object family, FileDescriptor descriptor, InetAddress address, int port) {
    return port;
  }
}
