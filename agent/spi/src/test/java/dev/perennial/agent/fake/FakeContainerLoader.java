package dev.perennial.agent.fake;

import java.io.IOException;
import java.io.InputStream;

/** The loader of a made-up container: its connector is another class than any other loader's. */
public final class FakeContainerLoader extends ClassLoader {
  public FakeContainerLoader() {
    super(FakeContainerLoader.class.getClassLoader());
  }

  /** Returns a connector of this container. */
  public Object connector() throws IOException, ReflectiveOperationException {
    return loadClass(FakeAdapter.CONNECTOR).getConstructor().newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.equals(FakeAdapter.CONNECTOR)) {
      return super.loadClass(name, resolve);
    }
    Class<?> loaded = findLoadedClass(name);
    if (loaded != null) {
      return loaded;
    }
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
