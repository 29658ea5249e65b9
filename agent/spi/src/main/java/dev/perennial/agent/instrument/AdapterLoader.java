package dev.perennial.agent.instrument;

import dev.perennial.agent.container.Adapter;
import java.io.IOException;
import java.io.InputStream;

/**
 * Loads an adapter's classes once more, beside the classes of one container: they see the
 * container's, by the parent, and the agent's own. Of the parent's classes of these names none is
 * ever taken. Thread-safe.
 */
final class AdapterLoader extends ClassLoader {
  private static final String OURS = "dev.perennial.";

  static {
    registerAsParallelCapable();
  }

  private final String adapters;
  private final ClassLoader runtime;

  /**
   * @param adapter whose package, and all below it, is loaded here
   * @param container loader of the container's own classes
   */
  AdapterLoader(Adapter adapter, ClassLoader container) {
    super("perennial-adapter", container);
    this.adapters = adapter.getClass().getPackageName() + ".";
    this.runtime = adapter.getClass().getClassLoader();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(adapters)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    }
    return name.startsWith(OURS) ? runtime.loadClass(name) : super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try (InputStream in = runtime.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
