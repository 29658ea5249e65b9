package dev.perennial.agent.servers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/**
 * Loads one Tomcat, and above it the adapter as the agent would; hides the Tomcat that the tests
 * are compiled against. What is of the test's own servlets becomes jakarta where that Tomcat wants
 * it; the adapter is loaded as it is.
 */
final class TomcatLoader extends ClassLoader {
  private static final String ADAPTER = "dev.perennial.agent.tomcat.";
  private static final String EMBEDDED = "dev.perennial.agent.embedded.";

  private final boolean jakarta;

  TomcatLoader(List<Path> jars, boolean jakarta) throws IOException {
    super(new URLClassLoader(urls(jars), ClassLoader.getPlatformClassLoader()));
    this.jakarta = jakarta;
  }

  private static URL[] urls(List<Path> jars) throws IOException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = jars.get(i).toUri().toURL();
    }
    return urls;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith(ADAPTER) || name.startsWith(EMBEDDED)) {
      try {
        byte[] bytes = name.startsWith(ADAPTER) ? raw(name) : bytes(name);
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    if (name.startsWith("dev.perennial.agent.webapp.") || !name.startsWith("dev.perennial.")) {
      throw new ClassNotFoundException(name);
    }
    return TomcatLoader.class.getClassLoader().loadClass(name);
  }

  private static byte[] raw(String name) throws IOException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream in = TomcatLoader.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource);
      }
      return in.readAllBytes();
    }
  }

  /** Returns a class file of the tests in the form that this Tomcat takes. */
  byte[] bytes(String name) throws IOException {
    if (!jakarta) {
      return raw(name);
    }
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(raw(name)).accept(new ClassRemapper(writer, new ToJakarta()), 0);
    return writer.toByteArray();
  }

  private static final class ToJakarta extends Remapper {
    ToJakarta() {
      super(Opcodes.ASM9);
    }

    @Override
    public String map(String internalName) {
      return internalName.startsWith("javax/servlet/")
          ? "jakarta" + internalName.substring("javax".length())
          : internalName;
    }
  }
}
