package dev.perennial.agent.premain;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the runtime and its libraries from the agent's jar, apart from the application: what it
 * brings is never seen here, nor ours there. Classes lie under {@code runtime/} with another
 * ending, so that no other loader and no scanner takes them for its own. The jar stays open.
 * Thread-safe.
 *
 * <p>Classes are looked for here first, and without the JDK's lock for each name: it keeps one for
 * each class that was ever asked for, in this loader and in its parent, which came to a megabyte of
 * the application's heap.
 */
final class RuntimeLoader extends ClassLoader implements Closeable {
  private static final String ROOT = "runtime/";

  static {
    registerAsParallelCapable();
  }

  private final JarFile jar;
  private final URL location;
  private final ProtectionDomain domain;

  /**
   * Opens the jar.
   *
   * @throws IOException if it cannot be read
   */
  RuntimeLoader(Path path) throws IOException {
    super("perennial", ClassLoader.getPlatformClassLoader());
    jar = new JarFile(path.toFile(), false);
    location = path.toUri().toURL();
    domain = new ProtectionDomain(new CodeSource(location, (Certificate[]) null), null, this, null);
  }

  /** Returns the agent's version as its manifest says. */
  String version() throws IOException {
    String version =
        jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    return version == null ? "unknown" : version;
  }

  /** Returns what names this very build of the agent: woven classes of another one are stale. */
  String build() throws IOException {
    String build = jar.getManifest().getMainAttributes().getValue("Perennial-Build");
    return build == null ? "unknown" : build;
  }

  /** Returns the commands of containers beside whose servers no agent is wanted. */
  ContainerTools tools() throws IOException {
    String names = jar.getManifest().getMainAttributes().getValue("Perennial-Tools");
    return new ContainerTools(names == null ? Set.of() : Set.of(names.split(",")));
  }

  /** Returns the internal names of all classes of containers that some adapter wants woven. */
  Set<String> weaves() throws IOException {
    String names = jar.getManifest().getMainAttributes().getValue("Perennial-Weaves");
    return names == null ? Set.of() : Set.of(names.split(" "));
  }

  /** Returns an entry of the jar, or null if there is none of that name. */
  byte[] entry(String name) throws IOException {
    JarEntry entry = jar.getJarEntry(name);
    if (entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    Class<?> known = findLoadedClass(name);
    if (known != null) {
      return known;
    }
    byte[] bytes = bytes(name);
    return bytes == null ? super.loadClass(name, resolve) : define(name, bytes);
  }

  private Class<?> define(String name, byte[] bytes) {
    definePackageOf(name);
    try {
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (LinkageError e) {
      Class<?> byAnotherThread = findLoadedClass(name);
      if (byAnotherThread == null) {
        throw e;
      }
      return byAnotherThread;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = bytes(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return define(name, bytes);
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    try {
      return entry(entryOf(name.replace('.', '/') + ".class"));
    } catch (IOException | IllegalStateException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private void definePackageOf(String className) {
    int dot = className.lastIndexOf('.');
    if (dot < 0 || getDefinedPackage(className.substring(0, dot)) != null) {
      return;
    }
    try {
      definePackage(className.substring(0, dot), null, null, null, null, null, null, null);
    } catch (IllegalArgumentException e) {
      // Another thread has just defined it.
    }
  }

  /** From the jar that is open already; by its URL the JDK would open it again and keep it so. */
  @Override
  public InputStream getResourceAsStream(String name) {
    try {
      byte[] bytes = entry(entryOf(name));
      return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
    } catch (IOException e) {
      // As with the JDK's own loaders: what cannot be read is not there.
      return null;
    }
  }

  private static String entryOf(String resource) {
    return ROOT
        + (resource.endsWith(".class")
            ? resource.substring(0, resource.length() - ".class".length()) + ".classdata"
            : resource);
  }

  @Override
  protected URL findResource(String name) {
    String entry = entryOf(name);
    if (jar.getJarEntry(entry) == null) {
      return null;
    }
    try {
      return new URL("jar:" + location + "!/" + entry);
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return Collections.enumeration(url == null ? List.of() : List.of(url));
  }

  @Override
  public void close() throws IOException {
    jar.close();
  }
}
