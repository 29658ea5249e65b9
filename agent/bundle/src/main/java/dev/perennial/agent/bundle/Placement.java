package dev.perennial.agent.bundle;

import java.util.Optional;
import java.util.regex.Pattern;

/** Decides where in the agent's jar a file of the class path goes, if anywhere. */
final class Placement {
  private static final Pattern LICENCE =
      Pattern.compile(
          "(META-INF/(?:licenses/)?)?[^/]*(LICEN[CS]E|NOTICE|AL2|LGPL|THIRD-PARTY|attribution)[^/]*"
              + "|META-INF/licenses/.*");

  /** The native parts of JNA for systems where the agent can restart a JVM in place. */
  private static final Pattern NATIVE_USED =
      Pattern.compile("com/sun/jna/linux-(x86-64|aarch64)/.*");

  private static final Pattern NATIVE = Pattern.compile("com/sun/jna/.*\\.(so|dll|jnilib|a)");

  /** Hazelcast is configured by code: no schema, no example; of its native parts none is used. */
  private static final Pattern UNUSED =
      Pattern.compile(
          "hazelcast-.*\\.(xsd|json|xml|yaml)|.*/README(\\..*)?"
              + "|lib/.*|release_notes.txt|.*/package-info.class");

  /**
   * Of Hazelcast what reads configurations and databases and what talks to its clients. The JDK
   * keeps the name of each entry of an open jar in the heap: these came to half a megabyte.
   */
  private static final Pattern UNUSED_CLASSES =
      Pattern.compile(
          "com/hazelcast/shaded/(com|org|io|nonapi|tools/jackson/databind)/.*"
              + "|com/hazelcast/client/impl/protocol/codec/.*"
              + "|META-INF/services/com\\.hazelcast\\.shaded\\..*");

  private Placement() {}

  /** Returns the name of the file in the jar, or nothing for one that does not belong there. */
  static Optional<String> of(Source source, String name) {
    if (LICENCE.matcher(name).matches()) {
      return Optional.of(
          "META-INF/licenses/"
              + source.artifact()
              + "/"
              + name.substring(name.lastIndexOf('/') + 1));
    }
    if (isLeftOut(name)) {
      return Optional.empty();
    }
    return switch (source.artifact()) {
      case "perennial-bundle", "jspecify" -> Optional.empty();
      case "perennial-premain" -> Optional.of(name);
      case "perennial-bridge" -> Optional.of("bridge/" + data(name));
      default -> Optional.of("runtime/" + data(name));
    };
  }

  private static boolean isLeftOut(String name) {
    boolean inMeta = name.startsWith("META-INF/") && !name.startsWith("META-INF/services/");
    return inMeta
        || name.endsWith("module-info.class")
        || UNUSED.matcher(name).matches()
        || UNUSED_CLASSES.matcher(name).matches()
        || (NATIVE.matcher(name).matches() && !NATIVE_USED.matcher(name).matches());
  }

  private static String data(String name) {
    return name.endsWith(".class")
        ? name.substring(0, name.length() - ".class".length()) + ".classdata"
        : name;
  }
}
