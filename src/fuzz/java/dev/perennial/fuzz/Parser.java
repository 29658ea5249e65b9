package dev.perennial.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** One parser, with what its own fuzz test asks of it. For one thread. */
final class Parser {
  private static final String SUFFIX = "FuzzTest.class";

  private final Object test;
  private final Method method;
  private long fed;
  private long nanos;

  private Parser(Object test, Method method) {
    this.test = test;
    this.method = method;
  }

  /** Returns those of all fuzz tests of this module, in the order of their names. */
  static List<Parser> all() {
    Path classes = classes();
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
          .map(file -> of(classes.relativize(file).toString()))
          .sorted((a, b) -> a.className().compareTo(b.className()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path classes() {
    try {
      return Path.of(Parser.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Parser of(String file) {
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    try {
      Class<?> type = Class.forName(name);
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method method =
          Arrays.stream(type.getDeclaredMethods())
              .filter(each -> each.isAnnotationPresent(FuzzTest.class))
              .findFirst()
              .orElseThrow();
      method.setAccessible(true);
      return new Parser(constructor.newInstance(), method);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(file, e);
    }
  }

  String className() {
    return test.getClass().getName();
  }

  String name() {
    return test.getClass().getSimpleName().replace("FuzzTest", "");
  }

  /** Returns where inputs are kept that are tried again at each build, below src/fuzz. */
  Path inputs() {
    return Path.of("inputs", className().replace('.', '/') + "Inputs", method.getName());
  }

  List<byte[]> known() {
    List<byte[]> all = new ArrayList<>();
    if (Files.isDirectory(inputs())) {
      try (Stream<Path> files = Files.list(inputs())) {
        for (Path file : files.sorted().toList()) {
          all.add(Files.readAllBytes(file));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  long fed() {
    return fed;
  }

  /** Returns for how long it was fed, in nanoseconds. */
  long nanos() {
    return nanos;
  }

  /**
   * @throws Throwable what the parser must not throw
   */
  void feed(byte[] data) throws Throwable {
    fed++;
    long begun = System.nanoTime();
    try {
      var unused = method.invoke(test, (Object) data);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      nanos += System.nanoTime() - begun;
    }
  }
}
