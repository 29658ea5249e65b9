package dev.perennial.agent.tomcat;

import dev.perennial.agent.container.StateFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.regex.Pattern;
import org.apache.catalina.session.StandardSession;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects with the classes of an application, then those of the container, if {@link
 * StateFilter} lets them.
 */
final class ApplicationObjectInput extends ObjectInputStream {
  private final ClassLoader application;
  private final @Nullable Pattern allowed;
  private final StateFilter filter;

  /**
   * @param allowed names of the only classes that may be read; null for all
   */
  ApplicationObjectInput(byte[] bytes, ClassLoader application, @Nullable Pattern allowed)
      throws IOException {
    super(new ByteArrayInputStream(bytes));
    this.application = application;
    this.allowed = allowed;
    filter = StateFilter.of(bytes.length);
    setObjectInputFilter(filter);
  }

  /** Reads an object; what a filter refuses is said in its words. */
  Object object() throws IOException, ClassNotFoundException {
    try {
      return readObject();
    } catch (InvalidClassException e) {
      if (filter.refused().isEmpty()) {
        throw e;
      }
      InvalidClassException refused = new InvalidClassException(filter.refused());
      refused.initCause(e);
      throw refused;
    }
  }

  @Override
  protected Class<?> resolveClass(ObjectStreamClass description)
      throws IOException, ClassNotFoundException {
    if (allowed != null && !allowed.matcher(description.getName()).matches()) {
      throw new InvalidClassException(
          description.getName() + " is refused: sessionAttributeValueClassNameFilter");
    }
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
