package dev.perennial.agent.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Leaves out of the jar what Hazelcast brings for what is off: pipelines, clients, JCache, clouds,
 * connections to databases and to other clusters, configuration in XML and YAML. What is not there
 * cannot be reached, whatever a member sends, and costs no heap: the JDK keeps the name of each
 * entry of an open jar.
 *
 * <p>Of these, a class stays that any other one names, so that whatever runs finds what it names;
 * with it, what it extends and its nested classes. Hazelcast's lists of services lose all of them.
 */
final class OffFeatures {
  private static final Pattern OFF =
      Pattern.compile(
          "com/hazelcast/("
              + "jet/(?!(config|function|impl/(config|exception|util))/"
              + "|JetException|RestartableException|Traverser)"
              + "|(client|cache|aws|azure|gcp|osgi)/"
              // Predicates look whether a value is one.
              + "|kubernetes/(?!KubernetesTokenProvider)"
              + "|sql/impl/(client|row)/"
              + "|dataconnection/(Haz|impl/(Haz|Jdbc|haz|jdbc))"
              + "|internal/(jmx|yaml|longregister/client)/"
              + "|flakeidgen/impl/client/"
              + "|instance/impl/(executejar/|Bootstrap|HazelcastBootstrap)"
              + "|(internal/)?config/(Abstract)?(Dom|Xml|Yaml)"
              + "|config/ConfigXmlGenerator"
              + "|internal/config/(yaml/|\\w*(DomConfigProcessor|ConfigLocator"
              + "|ConfigRootTagRecognizer|DomVariableReplacer|SchemaValidator))"
              + "|internal/dynamicconfig/DynamicConfig(Xml|Yaml)"
              + ").*");

  /** Hazelcast asks for it by name at each start, and would initialize it. */
  private static final String CLIENT = "com/hazelcast/client/HazelcastClient";

  private static final String ROOT = "runtime/";
  private static final String DATA = ".classdata";
  private static final String SERVICES = ROOT + "META-INF/services/";

  private final Map<String, NamedClasses> classes = new HashMap<>();
  private final Set<String> off;

  private OffFeatures(Map<String, byte[]> entries) {
    entries.forEach(
        (entry, bytes) -> {
          if (entry.startsWith(ROOT) && entry.endsWith(DATA)) {
            classes.put(
                entry.substring(ROOT.length(), entry.length() - DATA.length()),
                NamedClasses.of(bytes));
          }
        });
    off = classes.keySet().stream().filter(OffFeatures::isOff).collect(Collectors.toSet());
  }

  static boolean isOff(String type) {
    return OFF.matcher(type).matches();
  }

  /**
   * Takes them out.
   *
   * @param entries of the jar, by name
   */
  static void leaveOut(Map<String, byte[]> entries) {
    OffFeatures features = new OffFeatures(entries);
    Set<String> gone = features.gone();
    gone.forEach(type -> entries.remove(ROOT + type + DATA));
    for (String list : List.copyOf(entries.keySet())) {
      if (list.startsWith(SERVICES)) {
        byte[] left = features.services(entries.get(list));
        if (left.length == 0) {
          entries.remove(list);
        } else {
          entries.put(list, left);
        }
      }
    }
  }

  private Set<String> gone() {
    Deque<String> named = new ArrayDeque<>();
    classes.forEach(
        (type, names) -> {
          if (!off.contains(type)) {
            named.addAll(names.all());
          }
        });
    Set<String> stay = new HashSet<>();
    while (!named.isEmpty()) {
      String type = named.pop();
      if (off.contains(type) && !type.equals(CLIENT) && stay.add(type)) {
        named.addAll(classes.get(type).supertypes());
        String outermost = outermost(type);
        off.stream().filter(each -> outermost(each).equals(outermost)).forEach(named::add);
      }
    }
    Set<String> gone = new HashSet<>(off);
    gone.removeAll(stay);
    return gone;
  }

  private static String outermost(String type) {
    int nested = type.indexOf('$');
    return nested < 0 ? type : type.substring(0, nested);
  }

  private byte[] services(byte[] list) {
    ByteArrayOutputStream left = new ByteArrayOutputStream();
    boolean some = false;
    for (String line : new String(list, StandardCharsets.UTF_8).split("\n")) {
      String type = line.strip().replace('.', '/');
      if (!off.contains(type)) {
        left.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        some |= classes.containsKey(type);
      }
    }
    return some ? left.toByteArray() : new byte[0];
  }
}
