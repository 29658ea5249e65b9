package dev.perennial.agent.instrument;

import dev.perennial.agent.log.Suppressed;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/** Loads one of the unmodified Tomcats, woven; no parent knows it. */
final class WeavingLoader extends URLClassLoader {
  private final Weaver weaver;
  private final Adapters adapters;
  final Set<String> woven = new ConcurrentSkipListSet<>();

  WeavingLoader(Path jar, Adapters adapters, WovenCache cache) throws IOException {
    super(urls(jar), ClassLoader.getPlatformClassLoader());
    this.weaver = new Weaver(cache, adapters);
    this.adapters = adapters;
  }

  /** Returns the three that the build has fetched. */
  static List<Path> tomcats() throws IOException {
    return list("tomcats");
  }

  /** Returns a loader of the web servers of Spring Boot 3 and 4, as they come. */
  static URLClassLoader boots() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : list("boots")) {
      urls.add(jar.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), getPlatformClassLoader());
  }

  private static List<Path> list(String folder) throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target", folder))) {
      return jars.sorted().toList();
    }
  }

  /** With the annotations of the same version, which it needs to run. */
  private static URL[] urls(Path jar) throws IOException {
    String version = jar.getFileName().toString().replace("tomcat-embed-core-", "");
    List<URL> urls = new ArrayList<>();
    urls.add(jar.toUri().toURL());
    for (Path annotations : list("tomcat-annotations")) {
      if (annotations.getFileName().toString().endsWith("-" + version)) {
        urls.add(annotations.toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String internal = name.replace('.', '/');
    if (adapters.layers(internal).isEmpty()) {
      return super.findClass(name);
    }
    try (InputStream in = getResourceAsStream(internal + ".class")) {
      byte[] bytes = weaver.transform(null, this, internal, null, null, in.readAllBytes());
      if (bytes == null) {
        throw new ClassNotFoundException(name + " was not woven: " + Suppressed.last());
      }
      woven.add(internal);
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
