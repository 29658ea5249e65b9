package dev.perennial.coordinator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.perennial.coordinator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.perennial.coordinator.";
  private static final String[] PURE = {
    ROOT + "aging..", ROOT + "roster..", ROOT + "duplex..", ROOT + "rejuvenation.."
  };

  @ArchTest
  static final ArchRule noCyclesBetweenPackages =
      slices().matching("dev.perennial.coordinator.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule hazelcastStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "hazelcast..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.hazelcast..");

  @ArchTest
  static final ArchRule decisionsImportNoLibrary =
      classes()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.util",
              "java.util.function..",
              "java.util.stream..",
              "java.util.zip..",
              "java.math..",
              "java.nio",
              "java.nio.charset..",
              "java.security..",
              "java.time..",
              "java.io..",
              "org.jspecify..",
              ROOT + "aging..",
              ROOT + "roster..",
              ROOT + "duplex..",
              ROOT + "rejuvenation..");

  @ArchTest
  static final ArchRule decisionsReadNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
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
          .callMethod(java.time.InstantSource.class, "system");

  @ArchTest
  static final ArchRule decisionsStartNoThreadAndDoNotWait =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "start")
          .orShould()
          .callMethod(Object.class, "wait")
          .orShould()
          .callMethod(Object.class, "wait", long.class);

  @ArchTest
  static final ArchRule nobodyExits =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class);
}
