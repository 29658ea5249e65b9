package dev.perennial.sample.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One server of the demo, before it runs.
 *
 * @param name "s1", "s2", "s3"
 * @param role at the start: primary or spare
 * @param applicationPort of the shop
 * @param agentPort of the agent's HTTP endpoint
 * @param clusterPort of its member
 * @param jmxPort for JConsole
 * @param folder for all its files
 */
record ServerPlan(
    String name,
    String role,
    int applicationPort,
    int agentPort,
    int clusterPort,
    int jmxPort,
    Path folder) {
  private static final String HOST = "127.0.0.1";

  /** Returns where its output goes: warnings of the agent, and whatever else it has to say. */
  Path log() {
    return folder.resolve("out.log");
  }

  /** Returns where the agent tells what it does. */
  Path agentLog() {
    return folder.resolve("agent").resolve("perennial.log");
  }

  String applicationUrl() {
    return "http://" + HOST + ":" + applicationPort;
  }

  String agentUrl() {
    return "http://" + HOST + ":" + agentPort;
  }

  /**
   * Returns the command line that starts it.
   *
   * @param java program
   * @param agent jar
   * @param classPath of the shop
   * @param all servers of the cluster
   */
  List<String> command(
      Path java, Path agent, String classPath, DemoOptions options, List<ServerPlan> all) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("-Xmx" + options.scale().heapMib() + "m");
    command.add("-Djava.io.tmpdir=" + folder.resolve("temp"));
    if (options.withAgent()) {
      command.add("-javaagent:" + agent + "=" + agentArguments(options, all));
    }
    if (options.sabotage() != null) {
      command.add("-Dperennial.agent.sabotage=" + options.sabotage());
    }
    command.add("-Dcom.sun.management.jmxremote.port=" + jmxPort);
    command.add("-Dcom.sun.management.jmxremote.rmi.port=" + jmxPort);
    command.add("-Dcom.sun.management.jmxremote.host=" + HOST);
    command.add("-Djava.rmi.server.hostname=" + HOST);
    command.add("-Dcom.sun.management.jmxremote.authenticate=false");
    command.add("-Dcom.sun.management.jmxremote.ssl=false");
    command.add("-Dshop.name=" + name);
    command.add("-Dshop.address=" + HOST);
    command.add("-Dshop.port=" + applicationPort);
    command.add("-cp");
    command.add(classPath);
    command.add("dev.perennial.sample.shop.ShopServer");
    return command;
  }

  private String agentArguments(DemoOptions options, List<ServerPlan> all) {
    List<String> settings = new ArrayList<>();
    settings.add("server=" + name);
    settings.add("role=" + role);
    settings.add("mode=" + options.mode().text());
    settings.add("action=automatic");
    settings.add("cluster.bind=" + HOST);
    settings.add("cluster.port=" + clusterPort);
    settings.add(
        all.stream()
            .map(s -> HOST + ":" + s.clusterPort)
            .collect(Collectors.joining(";", "cluster.members=", "")));
    settings.add("http.bind=" + HOST);
    settings.add("http.port=" + agentPort);
    settings.add("log.dir=" + folder.resolve("agent"));
    options.scale().settings().forEach(s -> settings.add(s.key() + "=" + s.value()));
    return String.join(",", settings);
  }
}
