package dev.perennial.e2e;

import dev.perennial.testing.cluster.CleanProcess;
import dev.perennial.testing.cluster.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** Processes that attack all ports of the agents of some servers, until it is closed. */
final class Attack implements AutoCloseable {
  static final int SLOW = 1_000;
  static final int IDLE = 5_000;

  /** What a server says first to the port of another one, as the agent under attack knows it. */
  static final String STATE_MAGIC = "PERLINK4";

  static final String CLUSTER_MAGIC = "PERENL-4";

  private static final Pattern COMINGS = Pattern.compile("(\\d+) connections so far");
  private static final Pattern REFUSED = Pattern.compile("(\\d+) refused");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();

  private Attack(Path folder) {
    this.folder = folder;
  }

  /**
   * Begins.
   *
   * @param folder for what the processes say
   * @param servers whose ports of state and for balancers are set
   */
  static Attack on(Path folder, List<Server> servers) throws IOException {
    Files.createDirectories(folder);
    Attack attack = new Attack(folder);
    List<String> ports = new ArrayList<>();
    List<String> greeted = new ArrayList<>();
    for (Server server : servers) {
      String state = server.settings.get("perennial.state.port");
      ports.add(server.agentPort + "=GET /ready HTTP/1.1\r\nX: x");
      ports.add(server.settings.get("perennial.http.agent-check-port") + "=up");
      ports.add(state + "=" + STATE_MAGIC);
      ports.add(server.clusterPort + "=" + CLUSTER_MAGIC);
      greeted.add(state + "=state");
      greeted.add(server.clusterPort + "=cluster");
    }
    ports.addAll(0, List.of(Integer.toString(SLOW), Integer.toString(IDLE)));
    attack.start(Attackers.class, ports);
    attack.start(Impostors.class, greeted);
    return attack;
  }

  private void start(Class<?> program, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                TestSetup.java().toString(),
                "-Xmx128m",
                Clusters.QUICK_START,
                "-cp",
                program.getProtectionDomain().getCodeSource().getLocation().getPath(),
                program.getName()));
    command.addAll(arguments);
    processes.add(CleanProcess.start(command, folder, log(program), Map.of()));
  }

  private Path log(Class<?> program) {
    return folder.resolve(program.getSimpleName() + ".log");
  }

  /** Waits until all clients have come, and this many greetings more were refused. */
  Attack awaitFull(int greetings) throws IOException {
    long before = last(Impostors.class, REFUSED);
    Awaitility.await("all attackers, see " + folder)
        .atMost(LIMIT)
        .until(
            () ->
                last(Attackers.class, COMINGS) >= SLOW + IDLE
                    && last(Impostors.class, REFUSED) >= before + greetings);
    return this;
  }

  private long last(Class<?> program, Pattern what) throws IOException {
    List<MatchResult> all = what.matcher(Files.readString(log(program))).results().toList();
    return all.isEmpty() ? 0 : Long.parseLong(all.get(all.size() - 1).group(1));
  }

  boolean isUnderWay() {
    return processes.stream().allMatch(Process::isAlive);
  }

  @Override
  public String toString() {
    try {
      return "%d connections, %d greetings refused"
          .formatted(last(Attackers.class, COMINGS), last(Impostors.class, REFUSED));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    processes.forEach(process -> process.destroyForcibly().onExit().join());
  }
}
