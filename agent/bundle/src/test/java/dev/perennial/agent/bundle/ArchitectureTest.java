package dev.perennial.agent.bundle;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.perennial.agent.container.Adapter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the poms cannot say, of all that is in the agent's jar. */
class ArchitectureTest {
  private static final String HOUSE = "dev.perennial.";
  private static final String ROOT = HOUSE + "agent.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.perennial.agent", "dev.perennial.coordinator");

  /**
   * All packages, from the ground up. Each depends on those before it alone: so there is no cycle,
   * and no arrow leads upwards. A line is a module.
   */
  private static final List<String> ORDER =
      Stream.of(
              packages("coordinator", "forecast aging policy rejuvenation roster"),
              packages("coordinator", "transfer handshake waiting"),
              packages("coordinator", "secret hazelcast reconcile standalone"),
              packages("agent", "container log part instrument"),
              packages("agent", "gate ids link stream duplex peer"),
              packages(
                  "agent", "thread load sensor evidence.heapdump evidence clean restart guard"),
              packages("agent", "status history metrics jmx http alert"),
              packages("agent", "tomcat.advice tomcat"),
              packages("agent", "settings server rejuvenation decoration boot"),
              packages("agent", "premain bundle"))
          .flatMap(line -> line)
          .toList();

  private static Stream<String> packages(String parent, String names) {
    return Arrays.stream(names.split(" ")).map(name -> HOUSE + parent + "." + name);
  }

  @Test
  void everyPackageHasItsPlace() {
    Set<String> there = new TreeSet<>();
    CLASSES.forEach(c -> there.add(c.getPackageName()));

    assertThat(ORDER).containsExactlyInAnyOrderElementsOf(there);
  }

  @Test
  void noArrowLeadsUpwards() {
    assertThat(arrowsAgainst(ORDER)).isEmpty();
    List<String> upsideDown = new ArrayList<>(ORDER);
    Collections.reverse(upsideDown);
    assertThat(arrowsAgainst(upsideDown)).as("or the rule says nothing").hasSizeGreaterThan(50);
  }

  private static Set<String> arrowsAgainst(List<String> order) {
    Set<String> arrows = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      int place = order.indexOf(from.getPackageName());
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        String to = dependency.getTargetClass().getPackageName();
        if (order.indexOf(to) > place) {
          arrows.add(from.getPackageName() + " -> " + to + ": " + dependency.getDescription());
        }
      }
    }
    return arrows;
  }

  @ParameterizedTest(name = "{0} only in {1}")
  @CsvSource({
    "com.hazelcast, coordinator.hazelcast",
    "com.sun.jna, agent.restart",
    "io.micrometer, agent.metrics",
    "org.HdrHistogram, agent.load",
  })
  void eachLibraryStaysInItsPackage(String library, String home) {
    only(library, home);
  }

  /**
   * Advice is written with its annotations; each adapter brings its own. What puts the jar together
   * reads classes with it, and is not in the jar.
   */
  @Test
  void byteBuddyIsKnownToWeavingAndToAdviceAlone() {
    only("net.bytebuddy", "agent.instrument", "agent.tomcat.advice", "agent.bundle");
    noClasses()
        .that()
        .resideInAPackage(ROOT + "tomcat..")
        .and()
        .haveSimpleNameNotEndingWith("Advice")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("net.bytebuddy..")
        .check(CLASSES);
  }

  /** A container is known to its adapter alone. Advice runs only where it was woven into: there. */
  @Test
  void theContainerIsKnownToItsAdapterAlone() {
    only("org.apache", "agent.tomcat");
  }

  /** Nor is the adapter known to anybody: it is found as a service. */
  @Test
  void nobodyKnowsAnAdapter() {
    assertThat(CLASSES.containPackage(ROOT + "tomcat")).isTrue();
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "tomcat..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "tomcat..")
        .check(CLASSES);
  }

  /** It is read where no container is seen, as here. */
  @Test
  void anAdapterDescribesItselfWithoutItsContainer() {
    List<String> names = new ArrayList<>();
    for (Adapter adapter : ServiceLoader.load(Adapter.class)) {
      names.add(adapter.name());
      assertThat(adapter.joinPoints()).isNotEmpty();
      assertThat(adapter.owns(adapter.listeningClass())).isTrue();
      assertThat(adapter.hooks()).startsWith(adapter.getClass().getPackageName() + ".");
      assertThatThrownBy(() -> Class.forName(adapter.listeningClass()))
          .isInstanceOf(ClassNotFoundException.class);
    }
    assertThat(names).containsExactly("tomcat");
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
    only("javax.management", "agent.jmx", "agent.part", "agent.evidence", "agent.tomcat");
  }

  /**
   * HotSpot's own beans, which another JVM may not have: behind a check, and kept to themselves.
   */
  @Test
  void hotSpotsBeansAreUsedBySensorsAlone() {
    only("com.sun.management", "agent.sensor");
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

  /**
   * The application configures it, and must be the first to touch it. Hazelcast's log events carry
   * a record of the JDK's, which configures nothing.
   */
  @Test
  void nobodyLogsThroughTheJdk() {
    only("java.util.logging", "coordinator.hazelcast");
    noClasses().should().dependOnClassesThat().resideInAPackage("org.slf4j..").check(CLASSES);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.logging.Logger")
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
    List<String> packages = Stream.of(homes).map(h -> HOUSE + h + "..").toList();
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
