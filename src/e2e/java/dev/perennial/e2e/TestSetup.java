package dev.perennial.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the build tells the tests. */
final class TestSetup {
  private TestSetup() {}

  static Path agentJar() {
    return Path.of(property("e2e.agent")).normalize();
  }

  /** Returns the jar of the agent in which a fault can be planted. */
  static Path faultyJar() {
    return Path.of(property("e2e.faulty")).normalize();
  }

  /** Returns the jar that an application may bring to tell the agent of its parts. */
  static Path apiJar() {
    return Path.of(property("e2e.api")).normalize();
  }

  /** Returns a jar that the build has put beside the tests, by the beginning of its name. */
  static Path library(String prefix) {
    try (Stream<Path> jars = Files.list(Path.of(property("e2e.libraries")))) {
      return jars.filter(p -> p.getFileName().toString().startsWith(prefix))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path java() {
    return Path.of(property("e2e.java.home"), "bin", "java");
  }

  static Path work() {
    return Path.of(property("e2e.work"));
  }

  /** Returns the unpacked distribution of a Tomcat by its major version. */
  static Path tomcat(String major) {
    try (Stream<Path> found = Files.list(Path.of(property("e2e.tomcats"), major))) {
      return found.filter(Files::isDirectory).findFirst().orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the application as a jar of Spring Boot, by its major version. */
  static Path boot(String major) {
    return Path.of(property("e2e.boot"), major, "target/perennial-boot-" + major + ".jar")
        .normalize();
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(name + " is not set: run the tests with ./mvnw verify");
    }
    return value;
  }
}
