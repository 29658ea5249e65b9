package dev.perennial.coordinator;

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
  void hazelcastStaysInItsPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.perennial.coordinator.hazelcast..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.hazelcast..")
        .check(CLASSES);
  }
}
