package dev.perennial.agent.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the adapter for a container: a child of the container's own loader, so that the adapter is linked against the
 * container that is there, and sees the runtime's own classes besides. Thread-safe.
 */
final class AdapterLoader extends ClassLoader {
  private static final String ADAPTER = "dev.perennial.agent.tomcat.";
  private static final String RUNTIME = "dev.perennial.";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader runtime;
  private final Path agentJar;

  AdapterLoader(ClassLoader container, ClassLoader runtime, Path agentJar) {
    super("perennial-adapter", container);
    this.runtime = runtime;
    this.agentJar = agentJar;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(ADAPTER)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
    return name.startsWith(RUNTIME) ? runtime.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (JarFile jar = new JarFile(agentJar.toFile(), false)) {
      JarEntry entry = jar.getJarEntry("adapter/" + name.replace('.', '/') + ".classdata");
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
