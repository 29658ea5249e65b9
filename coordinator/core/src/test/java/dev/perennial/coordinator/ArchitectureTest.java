package dev.perennial.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** All of this module is pure: records in, decisions out. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.perennial.coordinator");

  /** The pom has no library either; of the JDK this much is no more than calculation. */
  private static final ArchRule NO_LIBRARY =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang",
              "java.lang.invoke",
              "java.util",
              "java.util.function",
              "java.util.regex",
              "java.util.stream",
              "java.util.zip",
              "java.math",
              "java.nio",
              "java.nio.charset",
              "java.security",
              "java.security.cert",
              "java.time..",
              "java.io",
              "javax.crypto..",
              "javax.security.auth.x500",
              "org.jspecify..",
              "dev.perennial.coordinator..");

  private static final ArchRule NO_FILE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.io\\.(File|RandomAccess|Console).*");

  private static final ArchRule NO_CLOCK =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(java.time.Clock.class, "systemUTC")
          .orShould()
          .callMethod(java.time.Clock.class, "systemDefaultZone")
          .orShould()
          .callMethod(java.time.InstantSource.class, "system");

  /** Nor are there executors: java.util.concurrent is not among what may be used. */
  private static final ArchRule NO_THREAD =
      noClasses()
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "start")
          .orShould()
          .callMethod(Object.class, "wait")
          .orShould()
          .callMethod(Object.class, "wait", long.class);

  private static final ArchRule NO_EXIT =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);

  @Test
  void noCyclesBetweenPackages() {
    slices().matching("dev.perennial.coordinator.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void decisionsUseNoLibrary() {
    check(NO_LIBRARY, UsesALibrary.class);
  }

  @Test
  void decisionsTouchNoFile() {
    check(NO_FILE, TouchesAFile.class);
  }

  @Test
  void decisionsReadNoClock() {
    check(NO_CLOCK, ReadsAClock.class);
  }

  @Test
  void decisionsStartNoThreadAndDoNotWait() {
    check(NO_THREAD, Waits.class);
  }

  @Test
  void nobodyExits() {
    check(NO_EXIT, Exits.class);
  }

  /** A rule must find what breaks it, or it says nothing. */
  private static void check(ArchRule rule, Class<?> breaks) {
    assertThat(rule.evaluate(new ClassFileImporter().importClasses(breaks)).hasViolation())
        .isTrue();
    rule.check(CLASSES);
  }

  @SuppressWarnings("UnusedVariable") // what is looked at is that it stands there
  private static final class UsesALibrary {
    final Path path = Path.of("x");
  }

  @SuppressWarnings("UnusedVariable") // what is looked at is that it stands there
  private static final class TouchesAFile {
    final java.io.File file = new java.io.File("x");
  }

  @SuppressWarnings("UnusedVariable") // what is looked at is that it stands there
  private static final class ReadsAClock {
    final Instant now = Instant.now();
  }

  @SuppressWarnings("UnusedMethod") // what is looked at is that it stands there
  private static final class Waits {
    synchronized void forever() throws InterruptedException {
      while (true) {
        wait();
      }
    }
  }

  @SuppressWarnings("UnusedMethod") // what is looked at is that it stands there
  private static final class Exits {
    void now() {
      Runtime.getRuntime().halt(1);
    }
  }
}
