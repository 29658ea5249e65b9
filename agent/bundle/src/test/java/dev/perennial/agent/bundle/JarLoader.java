package dev.perennial.agent.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Loads what the agent's jar has for the agent's own loader, and nothing else but the JDK's. */
final class JarLoader extends ClassLoader implements AutoCloseable {
  private final JarFile jar;

  JarLoader(Path jar) throws IOException {
    super(ClassLoader.getPlatformClassLoader());
    this.jar = new JarFile(jar.toFile());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    JarEntry entry = jar.getJarEntry("runtime/" + name.replace('.', '/') + ".classdata");
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Returns the class that a class of the jar lacks, or an empty string. */
  String missing(String type) throws ClassNotFoundException {
    try {
      Class<?> loaded = Class.forName(type.replace('/', '.'), false, this);
      int unused =
          loaded.getDeclaredMethods().length
              + loaded.getDeclaredConstructors().length
              + loaded.getDeclaredFields().length;
      return "";
    } catch (NoClassDefFoundError e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    jar.close();
  }
}
