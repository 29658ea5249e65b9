package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.StartFile;
import dev.perennial.agent.container.StartFile.Kind;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Host;
import org.apache.catalina.Server;
import org.apache.catalina.Service;
import org.apache.catalina.core.StandardContext;
import org.jspecify.annotations.Nullable;

/** Finds the files that a Tomcat and its applications were started from. Reads none of them. */
final class StartFiles {
  private static final List<String> DEFAULTS = List.of("web.xml", "context.xml");

  /** Whether this Tomcat is a distribution: it reads files, and deploys what lies in folders. */
  private final boolean distribution;

  private final List<StartFile> files = new ArrayList<>();

  private StartFiles(boolean distribution) {
    this.distribution = distribution;
  }

  static List<StartFile> of(Server server) {
    StartFiles found = new StartFiles(server.getCatalina() != null);
    if (found.distribution) {
      found.addConfiguration(server);
    }
    for (Service service : server.findServices()) {
      Engine engine = service.getContainer();
      for (Container child : engine == null ? new Container[0] : engine.findChildren()) {
        if (child instanceof Host host) {
          found.addHost(host);
        }
      }
    }
    return List.copyOf(found.files);
  }

  private void addConfiguration(Server server) {
    Path base = server.getCatalinaBase().toPath().toAbsolutePath();
    String name = server.getCatalina().getConfigFile();
    Path main = base.resolve(name);
    add(Kind.CONFIGURATION, "", main, 0);
    for (String other : DEFAULTS) {
      add(Kind.CONFIGURATION, "", main.resolveSibling(other), 0);
    }
  }

  private void addHost(Host host) {
    if (distribution && host.getDeployOnStartup()) {
      add(Kind.APPLICATIONS, "", host.getAppBaseFile().toPath(), 0);
      add(Kind.APPLICATIONS, "", host.getConfigBaseFile().toPath(), 0);
    }
    for (Container child : host.findChildren()) {
      if (child instanceof StandardContext context
          && context.getState().isAvailable()
          && context.getStartTime() > 0) {
        addApplication(host, context);
      }
    }
  }

  private void addApplication(Host host, StandardContext context) {
    String of = context.getPath().isEmpty() ? "/" : context.getPath();
    Path appBase = host.getAppBaseFile().toPath().toAbsolutePath().normalize();
    Set<Path> bases = new LinkedHashSet<>();
    for (String base : new String[] {context.getDocBase(), context.getOriginalDocBase()}) {
      if (base != null) {
        bases.add(new File(base).isAbsolute() ? Path.of(base) : appBase.resolve(base));
      }
    }
    for (Path base : bases) {
      Path normal = base.normalize();
      if (isDeployed(normal)) {
        add(Kind.APPLICATION, of, normal, context.getStartTime());
        if (distribution && appBase.equals(normal.getParent())) {
          add(Kind.APPLICATION, of, twin(normal), context.getStartTime());
        }
      }
    }
    Path descriptor = descriptor(context);
    if (descriptor != null) {
      add(Kind.CONFIGURATION, of, descriptor, context.getStartTime());
    }
  }

  /** An embedded Tomcat's folder for an application that has none is made anew with each life. */
  private boolean isDeployed(Path base) {
    return distribution || Files.isRegularFile(base) || Files.isDirectory(base.resolve("WEB-INF"));
  }

  /** A folder is unpacked anew from the archive beside it, if that is another one then. */
  private static Path twin(Path base) {
    String name = base.getFileName().toString();
    return name.endsWith(".war")
        ? base.resolveSibling(name.substring(0, name.length() - ".war".length()))
        : base.resolveSibling(name + ".war");
  }

  private static @Nullable Path descriptor(Context context) {
    URL url = context.getConfigFile();
    return url != null && url.getProtocol().equals("file")
        ? new File(URI.create(url.toString())).toPath()
        : null;
  }

  private void add(Kind kind, String of, Path path, long since) {
    StartFile file = new StartFile(kind, of, path.toAbsolutePath().normalize(), since);
    if (!files.contains(file)) {
      files.add(file);
    }
  }
}
