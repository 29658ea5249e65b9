package dev.perennial.sample.fault;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** One class again and again, each time in a loader of its own, as after hot redeployments. */
final class MetaspaceLeak implements Leak {
  private final List<Class<?>> kept = new ArrayList<>();

  @Override
  public void grow(int units) throws IOException {
    byte[] code = code();
    for (int i = 0; i < units; i++) {
      kept.add(new LeakedLoader().define(code));
    }
  }

  private static byte[] code() throws IOException {
    try (InputStream in = MetaspaceLeak.class.getResourceAsStream("FaultKind.class")) {
      if (in == null) {
        throw new IOException("FaultKind.class is not beside MetaspaceLeak.class");
      }
      return in.readAllBytes();
    }
  }

  private static final class LeakedLoader extends ClassLoader {
    Class<?> define(byte[] code) {
      return defineClass(null, code, 0, code.length);
    }
  }
}
