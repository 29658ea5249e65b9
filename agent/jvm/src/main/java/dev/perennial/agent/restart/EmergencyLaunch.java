package dev.perennial.agent.restart;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the next life is started when this one cannot even shut down any more. Made while all is
 * well. Thread-safe.
 */
public final class EmergencyLaunch {
  /** The environment's variable by which the next life learns of the emergency. */
  public static final String VARIABLE = "PERENNIAL_EMERGENCY_NOTE";

  private final Launch launch;
  private final @Nullable String agentOption;
  private final String note;
  private final Path handover;
  private final Optional<SecretHandOver> secret;
  private final Descriptors descriptors;
  private final int pid;

  /** Guarded by "this", as the one below. */
  private @Nullable Runnable ready;

  private String readySockets = "";

  EmergencyLaunch(
      Launch launch,
      @Nullable String agentOption,
      String note,
      Path handover,
      Optional<SecretHandOver> secret,
      Descriptors descriptors,
      int pid) {
    this.handover = handover;
    this.secret = secret;
    this.launch = launch;
    this.agentOption = agentOption;
    this.note = note;
    this.descriptors = descriptors;
    this.pid = pid;
  }

  /**
   * Returns it for the native guard: the numbers of arguments and of variables, then strings that
   * end with zero: program, arguments, environment, the note's beginning.
   */
  public byte[] block() {
    CommandLine arguments = launch.argumentsWith(agentOption);
    CommandLine environment = environment();
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(
        ByteBuffer.allocate(2 * Integer.BYTES)
            .order(ByteOrder.nativeOrder())
            .putInt(arguments.strings().size())
            .putInt(environment.strings().size())
            .array());
    write(block, List.of(CommandLine.bytes(launch.program().toString())));
    write(block, arguments.strings());
    write(block, environment.strings());
    write(block, List.of(note));
    return block.toByteArray();
  }

  /** The note is named beforehand; if there is none when it comes to it, none is found. */
  private CommandLine environment() {
    CommandLine noted =
        launch.plainEnvironment().withVariable(Environment.HANDOVER_NOTE, handover.toString());
    return secret
        .map(known -> noted.withVariable(Environment.INHERITED_SECRET, known.inMemory(pid)))
        .orElse(noted);
  }

  private static void write(ByteArrayOutputStream to, Collection<String> strings) {
    for (String string : strings) {
      to.writeBytes(string.getBytes(StandardCharsets.ISO_8859_1));
      to.write(0);
    }
  }

  /**
   * Returns what restarts this JVM at once, with no native guard: all that it needs is in place,
   * and it allocates nothing. It returns only if that failed.
   *
   * @param listening sockets there, as they are now, live on
   * @throws UncheckedIOException if the descriptors cannot be listed
   */
  public synchronized Runnable fromJava(Set<ListenAddress> listening) {
    StringBuilder sockets = new StringBuilder().append(pid).append(';');
    Set<String> known = new HashSet<>();
    List<Integer> kept = new ArrayList<>();
    try {
      List<Descriptors.ListeningSocket> all = descriptors.listening();
      for (ListenAddress address : listening) {
        for (Descriptors.ListeningSocket socket : all) {
          if (socket.address().matches(address) && known.add(socket.identity())) {
            sockets.append(kept.isEmpty() ? "" : ",").append(socket.fd()).append(':');
            sockets.append(address.text());
            kept.add(socket.fd());
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String inherited = sockets.toString();
    if (ready != null && inherited.equals(readySockets)) {
      // Native memory of an image is never freed.
      return ready;
    }
    ready = become(inherited, kept.stream().mapToInt(Integer::intValue).toArray());
    readySockets = inherited;
    return ready;
  }

  /** Neither times nor figures can be known beforehand: 0 stands for them. */
  private Runnable become(String inherited, int[] kept) {
    String whole = note.substring(VARIABLE.length() + 1) + ";" + pid + ";0;0;0;16;0;0;0;0;0;900";
    ProcessImage image =
        new ProcessImage(
            CommandLine.bytes(launch.program().toString()),
            launch.argumentsWith(agentOption),
            environment()
                .withVariable(Environment.INHERITED_SOCKETS, inherited)
                .withVariable(VARIABLE, whole));
    return () -> {
      var unused = image.replace(kept);
    };
  }
}
