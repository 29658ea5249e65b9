package dev.perennial.agent.premain;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String HERE = "dev.perennial.agent.premain";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HERE);

  /** It is on the application's class path, where a library of ours would be in its way. */
  @Test
  void onlyTheJdkIsUsed() {
    classes()
        .that()
        .doNotHaveSimpleName("Attach")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", HERE)
        .check(CLASSES);
  }

  /** The attach API is in a module of its own, which a server's Java may not have. */
  @Test
  void onlyAttachUsesTheAttachApi() {
    classes()
        .that()
        .haveSimpleName("Attach")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "com.sun.tools.attach..", HERE)
        .check(CLASSES);
  }

  @Test
  void loggingIsLeftToTheApplication() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "java.lang.management..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineExits() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }
}
