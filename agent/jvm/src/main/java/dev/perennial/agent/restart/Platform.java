package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells whether this JVM is where exec can work, before any native code is touched. */
final class Platform {
  /** Where the constants of {@link Libc} hold. */
  private static final Set<String> ARCHITECTURES =
      Set.of("amd64", "aarch64", "ppc64le", "s390x", "riscv64");

  /** What the service wrappers of Tanuki and its like give to a JVM that they have started. */
  private static final List<String> WRAPPERS =
      List.of("-Dwrapper.key=", "-Dwrapper.port=", "-Dwrapper.pid=", "-Dwrapper.service=");

  private static final Path PROC = Path.of("/proc/self");

  private Platform() {}

  /** Returns why exec cannot work here, or null. */
  static @Nullable String obstacle() {
    String system = System.getProperty("os.name", "");
    if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
      return "the operating system is " + system + ", a restart in place needs Linux";
    }
    String architecture = System.getProperty("os.arch", "");
    if (!ARCHITECTURES.contains(architecture)) {
      return "the architecture is " + architecture + ", known are " + ARCHITECTURES;
    }
    if (!Files.isReadable(PROC.resolve("cmdline")) || !Files.isReadable(PROC.resolve("environ"))) {
      return "/proc/self cannot be read, it tells the command line and the environment";
    }
    if (hasSecurityManager(System.getProperty("java.security.manager"))) {
      return "a SecurityManager is set, under which the agent cannot work";
    }
    return Seccomp.obstacle(PROC.resolve("status"));
  }

  /**
   * Tells it by the property, which is all that stays the same until JDK 24, where there are none
   * any more.
   */
  static boolean hasSecurityManager(@Nullable String property) {
    return property != null && !property.equals("allow") && !property.equals("disallow");
  }

  /** Returns why this command line would not give the same server again, or null. */
  static @Nullable String foreignLauncher(Path program, List<String> arguments) {
    Path name = program.getFileName();
    if (name == null || !name.toString().equals("java")) {
      return "the JVM was started by "
          + program
          + " and not by the java command; what it would do a second time is not known";
    }
    for (String argument : arguments) {
      if (WRAPPERS.stream().anyMatch(argument::startsWith)) {
        return "a service wrapper has started the JVM (-Dwrapper...) and restarts it itself";
      }
    }
    return null;
  }

  /** Returns the effective user id of this process, or -1. */
  static int userId() {
    try {
      for (String line : Files.readAllLines(PROC.resolve("status"), StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Uid:")) {
          return Integer.parseInt(line.strip().split("\\s+")[2]);
        }
      }
    } catch (IOException | RuntimeException e) {
      // No /proc: the caller takes it as "not known".
      return -1;
    }
    return -1;
  }
}
