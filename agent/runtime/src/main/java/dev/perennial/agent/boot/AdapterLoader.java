package dev.perennial.agent.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads an adapter beside the classes of one container: it sees the container's, by its parent, and
 * the agent's own. Of the parent's classes of these names none is ever taken. Thread-safe.
 */
final class AdapterLoader extends ClassLoader {
  private static final String ADAPTERS = "dev.perennial.agent.tomcat.";
  private static final String OURS = "dev.perennial.";

  static {
    registerAsParallelCapable();
  }

  private final Path agentJar;
  private final ClassLoader runtime;

  /**
   * @param agentJar has the adapters under {@code adapter/}
   * @param container loader of the container's own classes
   */
  AdapterLoader(Path agentJar, ClassLoader container) {
    super("perennial-adapter", container);
    this.agentJar = agentJar;
    this.runtime = AdapterLoader.class.getClassLoader();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(ADAPTERS)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
    return name.startsWith(OURS) ? runtime.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    String entryName = "adapter/" + name.replace('.', '/') + ".classdata";
    // Opened for each class: there are few, and an open jar would outlive the container.
    try (JarFile jar = new JarFile(agentJar.toFile(), false)) {
      JarEntry entry = jar.getJarEntry(entryName);
      if (entry == null) {
        throw new ClassNotFoundException(name);
      }
      try (InputStream in = jar.getInputStream(entry)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      }
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
