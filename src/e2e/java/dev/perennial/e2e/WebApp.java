package dev.perennial.e2e;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.cluster.Tomcat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A web application of the tests' own, compiled here against a Tomcat's servlet API and laid into a
 * server's webapps. It knows nothing of the agent.
 */
final class WebApp {
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
    Path classes = Files.createDirectories(root.resolve("WEB-INF/classes"));
    Path lib = Files.createDirectories(root.resolve("WEB-INF/lib"));
    List<String> classPath = new ArrayList<>();
    Path tomcat = ((Tomcat) cluster.application()).home();
    classPath.add(tomcat.resolve("lib/servlet-api.jar").toString());
    for (Path library : libraries) {
      Path copy = lib.resolve(library.getFileName());
      Files.copy(library, copy);
      classPath.add(copy.toString());
    }
    Path sourceFolder = Files.createDirectories(server.base.resolve("src-" + context));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-d",
                classes.toString(),
                "-cp",
                String.join(":", classPath),
                "-source",
                "17",
                "-target",
                "17",
                "-nowarn"));
    for (String source : sources) {
      String text = Files.readString(Path.of("webapp", source));
      if (tomcat.getFileName().toString().startsWith("apache-tomcat-9.")) {
        text = text.replace("jakarta.servlet", "javax.servlet");
      }
      Path file = sourceFolder.resolve(source);
      Files.writeString(file, text);
      arguments.add(file.toString());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new IllegalStateException("the test application does not compile: " + sources);
    }
  }
}
