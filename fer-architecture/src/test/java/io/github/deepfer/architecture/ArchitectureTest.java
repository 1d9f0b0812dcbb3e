package io.github.deepfer.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.deepfer.onnx.detect.Trespasser;
import io.github.deepfer.onnx.runtime.Unneeded;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each rule holds for what is shipped, and fails on a class that breaks it. */
class ArchitectureTest {
  private static final Plan PLAN = new Plan();

  private static final ImportOption NO_TESTS = new ImportOption.DoNotIncludeTests();

  private static final JavaClasses SHIPPED =
      new ClassFileImporter().withImportOption(NO_TESTS).importPackages("io.github.deepfer");

  private static final JavaClasses WITH_CULPRITS =
      new ClassFileImporter()
          .withImportOption(
              file ->
                  NO_TESTS.includes(file)
                      || file.contains("/Trespasser.")
                      || file.contains("/Unneeded."))
          .importPackages("io.github.deepfer");

  private static final Map<String, Set<String>> EXPORTED = Exports.declared();

  private static final ArchRule ONLY_THE_API_LOADS_SERVICES =
      noClasses()
          .that()
          .resideOutsideOfPackage(Plan.ROOT + "api.internal")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ServiceLoader.class);

  /** What runs in the common pool waits for whatever the application runs there. */
  private static final ArchRule NO_BORROWED_THREADS =
      noClasses()
          .should()
          .callMethod(ForkJoinPool.class, "commonPool")
          .orShould()
          .callMethodWhere(target(nameMatching("parallelStream|parallel|supplyAsync|runAsync")));

  /**
   * Properties are everybody's. JavaCPP and ONNX Runtime ask for no other way to say where they
   * unpack to and what they load; the command line is a program, to whom the process belongs.
   */
  private static final ArchRule NO_PROPERTIES_SET =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(Plan.ROOT + "api.support.JavaCppCache")
          .and()
          .doNotHaveFullyQualifiedName(Plan.ROOT + "onnx.runtime.NativeLibrary")
          .and()
          .doNotHaveFullyQualifiedName(Plan.ROOT + "opencv.core.OpenCv")
          .and()
          .resideOutsideOfPackage(Plan.ROOT + "cli..")
          .should()
          .callMethod(System.class, "setProperty", String.class, String.class);

  private static final ArchRule NO_EXIT =
      noClasses()
          .that()
          .resideOutsideOfPackage(Plan.ROOT + "cli..")
          .should()
          .callMethod(System.class, "exit", int.class);

  private static final ArchRule THE_API_NEEDS_NOTHING =
      classes()
          .that()
          .resideInAPackage(Plan.ROOT + "api..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  Plan.ROOT + "api..",
                  "java.io..",
                  "java.lang..",
                  "java.nio..",
                  "java.net..",
                  "java.security..",
                  "java.time..",
                  "java.util..",
                  "org.slf4j",
                  "org.jspecify.annotations"));

  private static final ArchRule PUBLIC_FOR_A_REASON =
      classes()
          .that()
          .arePublic()
          .and()
          .areTopLevelClasses()
          .and(nameMatching(".*(?<!\\.Main)"))
          .should(
              new ArchCondition<JavaClass>("be in an exported package or used by another one") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  if (!isExported(item) && !isUsedElsewhere(item)) {
                    events.add(
                        SimpleConditionEvent.violated(
                            item, item.getName() + " is public, and nobody needs that"));
                  }
                }
              });

  private static boolean isExported(JavaClass item) {
    String room = item.getPackageName().substring(Plan.ROOT.length());
    // The service loader makes them, as it does what the modules name as providers.
    return room.startsWith("models.")
        || Plan.NO_MODULE.contains(room)
        || EXPORTED.values().stream().anyMatch(names -> names.contains(room));
  }

  private static boolean isUsedElsewhere(JavaClass item) {
    return item.getDirectDependenciesToSelf().stream()
        .map(Dependency::getOriginClass)
        .anyMatch(user -> !user.getPackageName().equals(item.getPackageName()));
  }

  private static void assertHoldsButFor(ArchRule rule, Class<?> culprit) {
    rule.check(SHIPPED);
    assertThat(rule.evaluate(WITH_CULPRITS).getFailureReport().getDetails())
        .isNotEmpty()
        .allMatch(detail -> detail.contains(culprit.getName()));
  }

  @Test
  void roomsUseWhatThePlanSays() {
    assertHoldsButFor(PLAN.rule(), Trespasser.class);
  }

  @Test
  void everyPackageIsOnThePlan() {
    Set<String> rooms =
        SHIPPED.stream()
            .map(shipped -> shipped.getPackageName().substring(Plan.ROOT.length()))
            .collect(Collectors.toSet());
    assertThat(rooms).hasSizeGreaterThan(30).allMatch(PLAN::has);
  }

  @Test
  void thePlanHasNoCircle() {
    assertThat(PLAN.circle()).isEmpty();
  }

  @Test
  void exportsAreThoseOfTheDocumentation() throws Exception {
    assertThat(EXPORTED).hasSizeGreaterThan(8).isEqualTo(Exports.documented());
  }

  @Test
  void whatIsPublicIsExportedOrShared() {
    assertHoldsButFor(PUBLIC_FOR_A_REASON, Unneeded.class);
  }

  @Test
  void onlyTheApiLoadsServices() {
    assertHoldsButFor(ONLY_THE_API_LOADS_SERVICES, Trespasser.class);
  }

  @Test
  void nobodyBorrowsTheCommonPool() {
    assertHoldsButFor(NO_BORROWED_THREADS, Trespasser.class);
  }

  @Test
  void nobodySetsPropertiesOfTheProcess() {
    assertHoldsButFor(NO_PROPERTIES_SET, Trespasser.class);
  }

  @Test
  void nobodyEndsTheProcess() {
    assertHoldsButFor(NO_EXIT, Trespasser.class);
  }

  @Test
  void theApiNeedsNothingButJavaBase() {
    THE_API_NEEDS_NOTHING.check(SHIPPED);
  }
}
