package dev.perennial.e2e;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Folders;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.Tomcat;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A web application of the tests' own, compiled here against a Tomcat's servlet API and laid into a
 * server's webapps. It knows nothing of the agent.
 */
final class WebApp {
  /** Folders of class files, by Tomcat and sources: each application is compiled once. */
  private static final Map<String, Path> COMPILED = new ConcurrentHashMap<>();

  private WebApp() {}

  /**
   * Lays an application into a server.
   *
   * @param sources names of files in {@code src/e2e/webapp}; written for jakarta, turned into javax
   *     for Tomcat 9
   * @param libraries jars for WEB-INF/lib
   */
  static void lay(
      Cluster cluster, Server server, String context, List<String> sources, Path... libraries)
      throws IOException {
    Path root = server.base.resolve("webapps").resolve(context);
    Path lib = Files.createDirectories(root.resolve("WEB-INF/lib"));
    for (Path library : libraries) {
      Files.copy(library, lib.resolve(library.getFileName()));
    }
    Path tomcat = ((Tomcat) cluster.application()).home();
    String name = tomcat.getFileName() + "-" + String.join("-", sources);
    Path classes = COMPILED.computeIfAbsent(name, n -> compile(n, tomcat, sources, libraries));
    Folders.copy(classes, root.resolve("WEB-INF/classes"));
  }

  /** Lays the application that the consistency checker asks into all servers of a cluster. */
  static void layTokens(Cluster cluster) throws IOException {
    for (Server server : cluster.servers()) {
      lay(cluster, server, "tokens", List.of("Tokens.java"));
    }
  }

  private static Path compile(String name, Path tomcat, List<String> sources, Path... libraries) {
    List<String> classPath = new ArrayList<>();
    classPath.add(tomcat.resolve("lib/servlet-api.jar").toString());
    List.of(libraries).forEach(library -> classPath.add(library.toString()));
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(TestSetup.work()), name);
      Path classes = Files.createDirectories(folder.resolve("classes"));
      List<String> arguments =
          new ArrayList<>(
              List.of("-d", classes.toString(), "-cp", String.join(File.pathSeparator, classPath)));
      arguments.addAll(List.of("-source", "17", "-target", "17", "-nowarn"));
      for (String source : sources) {
        String text = Files.readString(Path.of("webapp", source));
        if (name.startsWith("apache-tomcat-9.")) {
          text = text.replace("jakarta.servlet", "javax.servlet");
        }
        arguments.add(Files.writeString(folder.resolve(source), text).toString());
      }
      JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
      if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
        throw new IllegalStateException("the test application does not compile: " + sources);
      }
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
