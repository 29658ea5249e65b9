package dev.perennial.agent.bundle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
  private static final String ROOT = "dev.perennial.agent.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.perennial.agent");

  @Test
  void noCyclesBetweenPackages() {
    slices().matching("dev.perennial.agent.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest(name = "{0} only in {1}")
  @CsvSource({
    "net.bytebuddy, instrument",
    "com.sun.jna, restart",
    "io.micrometer, metrics",
    "org.HdrHistogram, load",
    "com.sun.net.httpserver, http",
  })
  void eachLibraryStaysInItsPackage(String library, String home) {
    only(library, home);
  }

  /** Advice names a type of the container, but runs only where it was woven into: there. */
  @Test
  void theContainerIsKnownToItsAdapterAndToAdviceAlone() {
    only("org.apache", "tomcat", "instrument");
    noClasses()
        .that()
        .resideInAPackage(ROOT + "instrument..")
        .and()
        .haveSimpleNameNotEndingWith("Advice")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache..")
        .check(CLASSES);
  }

  @Test
  void hazelcastIsBehindTheCoordinator() {
    noClasses().should().dependOnClassesThat().resideInAPackage("com.hazelcast..").check(CLASSES);
  }

  /**
   * The first use of an MBean server starts java.util.logging, so each place must be one that is
   * entered late:
   *
   * <ul>
   *   <li>jmx: publishes the agent's MBeans
   *   <li>part: the application publishes its parts as MBeans
   *   <li>evidence: the JVM's diagnostic commands are an MBean
   *   <li>tomcat: after an attach, the running container is found through its own MBean
   * </ul>
   */
  @Test
  void mBeansAreUsedInFewPlaces() {
    only("javax.management", "jmx", "part", "evidence", "tomcat");
  }

  /**
   * HotSpot's own beans, which another JVM may not have: behind a check, and kept to themselves.
   */
  @Test
  void hotSpotsBeansAreUsedBySensorsAlone() {
    only("com.sun.management", "sensor");
  }

  @Test
  void hotSpotsBeansAreInNoSignature() {
    methods()
        .that()
        .arePublic()
        .should(
            new ArchCondition<JavaMethod>("have no type of com.sun.management in their signature") {
              @Override
              public void check(JavaMethod method, ConditionEvents events) {
                Stream.concat(
                        method.getRawParameterTypes().stream(),
                        Stream.of(method.getRawReturnType()))
                    .filter(t -> t.getPackageName().startsWith("com.sun.management"))
                    .forEach(
                        t ->
                            events.add(
                                SimpleConditionEvent.violated(
                                    method, method.getFullName() + " has " + t.getName())));
              }
            })
        .check(CLASSES);
  }

  /** The application configures it, and must be the first to touch it. */
  @Test
  void nobodyLogsThroughTheJdk() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.slf4j..")
        .check(CLASSES);
  }

  /** Of what runs in a server; the command line of premain has a rule of its own. */
  @Test
  void oneClassEndsTheProcess() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "restart.ProcessEnd")
        .and()
        .resideOutsideOfPackage(ROOT + "premain..")
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "exit", int.class)
        .orShould()
        .callMethod(Runtime.class, "halt", int.class)
        .check(CLASSES);
  }

  /** Container, gate and relay are entered by the application's threads: they know no cluster. */
  @Test
  void theRequestPathKnowsNoCluster() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "container..", ROOT + "gate..", ROOT + "relay..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.perennial.coordinator..")
        .check(CLASSES);
  }

  /** It is part of java.base, and of every class loader's view. */
  @Test
  void theBridgeKnowsTheJdkAlone() {
    JavaClasses bridge = new ClassFileImporter().importPath(Path.of("../bridge/target/classes"));

    assertThat(bridge).isNotEmpty();
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "org.jspecify..")
        .check(bridge);
  }

  private static void only(String library, String... homes) {
    List<String> packages = Stream.of(homes).map(h -> ROOT + h + "..").toList();
    DescribedPredicate<JavaClass> ofLibrary = JavaClass.Predicates.resideInAPackage(library + "..");
    assertThat(
            CLASSES.stream()
                .flatMap(c -> c.getDirectDependenciesFromSelf().stream())
                .anyMatch(d -> ofLibrary.test(d.getTargetClass())))
        .as("something uses %s, or the rule says nothing", library)
        .isTrue();
    noClasses()
        .that()
        .resideOutsideOfPackages(packages.toArray(String[]::new))
        .should()
        .dependOnClassesThat(ofLibrary)
        .check(CLASSES);
  }
}
