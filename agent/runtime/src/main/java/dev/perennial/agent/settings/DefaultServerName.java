package dev.perennial.agent.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A name for a server that was given none: the same after each restart, and another one for each
 * server directory of a host. Asks no name service, which could take its time.
 */
final class DefaultServerName {
  private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final int MAX_PART = 40;

  private DefaultServerName() {}

  static String of(Sources sources) {
    String directory =
        sources
            .properties()
            .getProperty("catalina.base", sources.properties().getProperty("user.dir", "/"));
    Path name = Path.of(directory).getFileName();
    return plain(host(sources.environment()))
        + "-"
        + plain(name == null ? "root" : name.toString())
        + "-"
        + "%04x".formatted(directory.hashCode() & 0xffff);
  }

  private static String host(Map<String, String> environment) {
    String named = environment.getOrDefault("HOSTNAME", environment.get("COMPUTERNAME"));
    if (named != null && !named.isBlank()) {
      return named;
    }
    try {
      return Files.readString(KERNEL_HOST_NAME, StandardCharsets.UTF_8).trim();
    } catch (IOException e) {
      return "localhost";
    }
  }

  private static String plain(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.length() <= MAX_PART ? plain : plain.substring(0, MAX_PART);
  }
}
