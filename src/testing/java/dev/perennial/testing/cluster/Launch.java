package dev.perennial.testing.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How servers are started. Pure.
 *
 * @param java program
 * @param agent jar, of servers that have no other
 */
record Launch(Path java, Path agent) {
  private static final String HOST = "127.0.0.1";

  /**
   * Returns the command line that starts a server.
   *
   * @param common options of the JVM
   * @param arguments of the agent
   * @param program class path, main class and arguments
   */
  List<String> command(Server server, List<String> common, String arguments, List<String> program) {
    List<String> command = new ArrayList<>(server.launcher);
    command.add(java.toString());
    command.addAll(common);
    command.add("-Djava.io.tmpdir=" + server.base.resolve("temp"));
    command.addAll(server.jvmOptions);
    if (server.withAgent) {
      Path jar = server.agent == null ? agent : server.agent;
      command.add("-javaagent:" + jar + "=" + arguments);
    }
    command.addAll(server.laterOptions);
    if (server.withJmx) {
      command.addAll(server.jmxOptions());
    }
    command.addAll(program);
    return command;
  }

  /** Returns the command line that puts the agent into a JVM that runs. */
  List<String> attach(long pid, String arguments) {
    return List.of(
        java.toString(), "-jar", agent.toString(), "attach", Long.toString(pid), arguments);
  }

  /**
   * Returns the agent's arguments: the cluster's settings, the server's own, and where everything
   * is unless they say so.
   */
  String arguments(Server server, Map<String, String> settings, List<Server> all) {
    Map<String, String> effective = new LinkedHashMap<>();
    effective.put("perennial.cluster.bind", HOST);
    effective.put("perennial.http.bind", HOST);
    effective.put("perennial.cluster.port", Integer.toString(server.clusterPort));
    effective.put("perennial.http.port", Integer.toString(server.agentPort));
    effective.put("perennial.log.dir", server.agentFolder().toString());
    effective.put(
        "perennial.cluster.members",
        all.stream().map(s -> HOST + ":" + s.clusterPort).collect(Collectors.joining(";")));
    effective.putAll(settings);
    effective.putAll(server.settings);
    return effective.entrySet().stream()
        .map(e -> e.getKey().substring("perennial.".length()) + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }
}
