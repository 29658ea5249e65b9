package dev.perennial.agent.tomcat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.apache.catalina.session.StandardSession;

/** Reads objects with the classes of an application, then those of the container. */
final class ApplicationObjectInput extends ObjectInputStream {
  private final ClassLoader application;

  ApplicationObjectInput(byte[] bytes, ClassLoader application) throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.application = application;
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    try {
      return Class.forName(description.getName(), false, application);
    } catch (ClassNotFoundException ofTheApplication) {
      try {
        return Class.forName(description.getName(), false, StandardSession.class.getClassLoader());
      } catch (ClassNotFoundException ofTheContainer) {
        // Knows the primitive types.
        return super.resolveClass(description);
      }
    }
  }

  @Override
  @SuppressWarnings("deprecation") // of Proxy.getProxyClass: there is no instance to ask yet
  protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
    Class<?>[] interfaces = new Class<?>[names.length];
    ClassLoader loader = application;
    for (int i = 0; i < names.length; i++) {
      interfaces[i] = Class.forName(names[i], false, application);
      if (!Modifier.isPublic(interfaces[i].getModifiers())) {
        loader = interfaces[i].getClassLoader();
      }
    }
    try {
      return Proxy.getProxyClass(loader, interfaces);
    } catch (IllegalArgumentException e) {
      throw new ClassNotFoundException(e.getMessage(), e);
    }
  }
}
