package dev.perennial.agent.servers;

import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.ContainerHooks;
import dev.perennial.agent.container.Gate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Tomcats that the build has fetched. */
enum TomcatVersion {
  NINE("9."),
  TEN("10.1."),
  ELEVEN("11.");

  private static final List<Path> FOLDERS =
      List.of(Path.of("target", "tomcats"), Path.of("target", "tomcat-annotations"));
  private static final String[] WEBAPP = {
    "Cart",
    "Holder",
    "Odd",
    "Link",
    "Unwelcome",
    "EndListener",
    "Savings",
    "Grumbling",
    "SessionServlet",
    "WhereServlet",
    "EchoServlet",
    "AsyncServlet",
    "SeenServlet",
    "AnswerServlet",
    "Upgraded",
    "NonBlockingServlet",
    "NonBlockingServlet$Echo"
  };

  private final String prefix;

  TomcatVersion(String prefix) {
    this.prefix = prefix;
  }

  private List<Path> jars() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path folder : FOLDERS) {
      try (Stream<Path> jars = Files.list(folder)) {
        jars.filter(jar -> jar.getFileName().toString().contains("-" + prefix)).forEach(found::add);
      }
    }
    return found;
  }

  /** Starts one, with a loader of its own: as in another JVM. */
  RunningTomcat start(Gate gate, ContainerEvents events, Path folder, String... applications) {
    return start(gate, events, folder, Map.of(), applications);
  }

  /** Starts one with connectors that are set as {@code embedded.Doors} says. */
  RunningTomcat start(
      Gate gate,
      ContainerEvents events,
      Path folder,
      Map<String, String> settings,
      String... applications) {
    try {
      TomcatLoader loader = new TomcatLoader(jars(), this != NINE);
      Path classes = folder.resolve("app/WEB-INF/classes/dev/perennial/agent/webapp");
      Files.createDirectories(classes);
      for (String name : WEBAPP) {
        Files.write(
            classes.resolve(name + ".class"), loader.bytes("dev.perennial.agent.webapp." + name));
      }
      Object hooks =
          loader
              .loadClass("dev.perennial.agent.tomcat.TomcatHooks")
              .getConstructor(Gate.class, ContainerEvents.class)
              .newInstance(gate, events);
      return (RunningTomcat)
          loader
              .loadClass("dev.perennial.agent.embedded.EmbeddedTomcat")
              .getConstructor(
                  ContainerHooks.class, List.class, String.class, String.class, Map.class)
              .newInstance(
                  hooks,
                  List.of(applications),
                  folder.resolve("app").toString(),
                  folder.resolve("work").toString(),
                  settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
