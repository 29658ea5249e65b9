package dev.perennial.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.perennial.coordinator");

  @Test
  void noCyclesBetweenPackages() {
    slices().matching("dev.perennial.coordinator.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void decisionsImportNoLibrary() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.util",
            "java.util.function..",
            "java.util.regex..",
            "java.util.stream..",
            "java.util.zip..",
            "java.math..",
            "java.nio",
            "java.nio.charset..",
            "java.security..",
            "java.time..",
            "java.io..",
            "javax.crypto..",
            "org.jspecify..",
            "dev.perennial.coordinator..")
        .check(CLASSES);
  }

  @Test
  void decisionsReadNoClock() {
    noClasses()
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(java.time.Clock.class, "systemUTC")
        .orShould()
        .callMethod(java.time.Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(java.time.InstantSource.class, "system")
        .check(CLASSES);
  }

  @Test
  void decisionsStartNoThreadAndDoNotWait() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "start")
        .orShould()
        .callMethod(Object.class, "wait")
        .orShould()
        .callMethod(Object.class, "wait", long.class)
        .check(CLASSES);
  }

  @Test
  void nobodyExits() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }
}
