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
    "AsyncServlet"
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

  /** Returns what WebSocket needs: jars of the distribution, and its examples' classes. */
  private List<Path> webSockets() throws IOException {
    List<Path> found = new ArrayList<>();
    Path unpacked = Path.of("target", "websockets", prefix.substring(0, prefix.indexOf('.')));
    try (Stream<Path> files = Files.walk(unpacked)) {
      files
          .filter(file -> file.toString().endsWith(".jar") || file.endsWith("WEB-INF/classes"))
          .forEach(found::add);
    }
    return found;
  }

  /** Starts one that has a connector of each kind, as in another JVM. */
  ManyConnectors connect(Path folder, ConnectorKind... kinds) {
    try {
      List<Path> all = new ArrayList<>(jars());
      all.addAll(webSockets());
      TomcatLoader loader = new TomcatLoader(all, this != NINE);
      writeApplication(folder, loader);
      return (ManyConnectors)
          loader
              .loadClass("dev.perennial.agent.embedded.ConnectedTomcat")
              .getConstructor(List.class, String.class, String.class)
              .newInstance(
                  List.of(kinds), folder.toString(), Certificates.keyStore(folder).toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts one, with a loader of its own: as in another JVM. */
  RunningTomcat start(Gate gate, ContainerEvents events, Path folder, String... applications) {
    try {
      TomcatLoader loader = new TomcatLoader(jars(), this != NINE);
      writeApplication(folder, loader);
      Object hooks =
          loader
              .loadClass("dev.perennial.agent.tomcat.TomcatHooks")
              .getConstructor(Gate.class, ContainerEvents.class)
              .newInstance(gate, events);
      return (RunningTomcat)
          loader
              .loadClass("dev.perennial.agent.embedded.EmbeddedTomcat")
              .getConstructor(ContainerHooks.class, List.class, String.class, String.class)
              .newInstance(
                  hooks,
                  List.of(applications),
                  folder.resolve("app").toString(),
                  folder.resolve("work").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writeApplication(Path folder, TomcatLoader loader) throws IOException {
    Path classes = folder.resolve("app/WEB-INF/classes/dev/perennial/agent/webapp");
    Files.createDirectories(classes);
    for (String name : WEBAPP) {
      Files.write(
          classes.resolve(name + ".class"), loader.bytes("dev.perennial.agent.webapp." + name));
    }
  }
}
