package dev.perennial.agent.boot;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Kubernetes would make of the example's first pod. */
final class KubernetesExample {
  private static final Map<String, String> FIELDS =
      Map.of("metadata.name", "shop-0", "status.podIP", "10.0.0.1");
  private static final String SECRET = "mZ4tq0LwX9cRb7Ke";

  private final Node service;
  private final Node set;
  private final Node pod;
  private final Node container;

  private KubernetesExample(Node service, Node set) {
    this.service = service;
    this.set = set;
    this.pod = set.at("spec").at("template").at("spec");
    this.container = pod.at("containers").only();
  }

  /** Part of the document. */
  private record Node(String path, Object value) {
    Node at(String name) {
      Object found = value instanceof Map<?, ?> map ? map.get(name) : null;
      if (found == null) {
        throw new IllegalArgumentException("there is no " + path + "." + name);
      }
      return new Node(path + "." + name, found);
    }

    boolean has(String name) {
      return value instanceof Map<?, ?> map && map.containsKey(name);
    }

    List<Node> all() {
      return ((List<?>) value).stream().map(v -> new Node(path + "[]", v)).toList();
    }

    Node only() {
      List<Node> all = all();
      if (all.size() != 1) {
        throw new IllegalArgumentException(path + " has " + all.size());
      }
      return all.get(0);
    }

    String text() {
      return String.valueOf(value);
    }

    int number() {
      return (Integer) value;
    }
  }

  static KubernetesExample read(Path file) throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    try (Reader reader = Files.newBufferedReader(file)) {
      Map<String, Node> byKind = new LinkedHashMap<>();
      for (Object document : new Yaml(new SafeConstructor(options)).loadAll(reader)) {
        Node node = new Node("", document);
        byKind.put(node.at("kind").text(), node);
      }
      return new KubernetesExample(byKind.get("Service"), byKind.get("StatefulSet"));
    }
  }

  /** Returns the environment of the container, as it is made from top to bottom. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    if (!pod.at("enableServiceLinks").text().equals("false")) {
      environment.put("PERENNIAL_PORT", "tcp://10.0.0.9:80");
    }
    for (Node variable : container.at("env").all()) {
      environment.put(variable.at("name").text(), value(variable, environment));
    }
    return environment;
  }

  private static String value(Node variable, Map<String, String> before) {
    if (variable.has("value")) {
      String text = variable.at("value").text();
      for (Map.Entry<String, String> known : before.entrySet()) {
        text = text.replace("$(" + known.getKey() + ")", known.getValue());
      }
      return text;
    }
    Node from = variable.at("valueFrom");
    if (from.has("secretKeyRef")) {
      return SECRET;
    }
    String field = from.at("fieldRef").at("fieldPath").text();
    String found = FIELDS.get(field);
    if (found == null) {
      throw new IllegalArgumentException("no value for " + field);
    }
    return found;
  }

  String podName() {
    return "shop-0";
  }

  String podAddress() {
    return "10.0.0.1";
  }

  int replicas() {
    return set.at("spec").at("replicas").number();
  }

  /** Returns the name of a pod in the DNS, which lasts. */
  String host(int pod) {
    return set.at("metadata").at("name").text()
        + "-"
        + pod
        + "."
        + set.at("spec").at("serviceName").text();
  }

  /** Returns the ports, by name, of the service that gives the pods of the set their names. */
  Map<String, Integer> membersService() {
    Object labels = set.at("spec").at("template").at("metadata").at("labels").value();
    boolean forThem =
        service.at("metadata").at("name").text().equals(set.at("spec").at("serviceName").text())
            && service.at("spec").at("clusterIP").text().equals("None")
            && service.at("spec").at("publishNotReadyAddresses").text().equals("true")
            && service.at("spec").at("selector").value().equals(labels)
            && set.at("spec").at("selector").at("matchLabels").value().equals(labels);
    if (!forThem) {
      throw new IllegalArgumentException("the service does not give these pods their names");
    }
    Map<String, Integer> ports = new LinkedHashMap<>();
    service
        .at("spec")
        .at("ports")
        .all()
        .forEach(port -> ports.put(port.at("name").text(), port.at("port").number()));
    return ports;
  }

  String probePath(String probe) {
    return container.at(probe).at("httpGet").at("path").text();
  }

  /** Returns the number of the port that a probe asks by name. */
  int probePort(String probe) {
    String name = container.at(probe).at("httpGet").at("port").text();
    return container.at("ports").all().stream()
        .filter(port -> port.at("name").text().equals(name))
        .findFirst()
        .orElseThrow()
        .at("containerPort")
        .number();
  }

  Duration grace() {
    return Duration.ofSeconds(pod.at("terminationGracePeriodSeconds").number());
  }
}
