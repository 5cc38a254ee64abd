package io.imgsrch.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.imgsrch.config.fault.Fault;
import io.imgsrch.operators.batch.AnsweringState;
import io.imgsrch.operators.query.state.QueryableStateReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The picture in the README, as rules. None has an exception. */
@AnalyzeClasses(packages = "io.imgsrch", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule MODULES_DEPEND_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.imgsrch..")
          .layer("config")
          .definedBy("io.imgsrch.config..")
          .layer("vector")
          .definedBy("io.imgsrch.vector..")
          .layer("operators")
          .definedBy("io.imgsrch.operators..")
          .layer("sinks")
          .definedBy("io.imgsrch.sinks..")
          .layer("jobs")
          .definedBy("io.imgsrch.jobs..")
          .layer("local")
          .definedBy("io.imgsrch.local..")
          .whereLayer("config")
          .mayNotAccessAnyLayer()
          .whereLayer("vector")
          .mayNotAccessAnyLayer()
          .whereLayer("operators")
          .mayOnlyAccessLayers("config", "vector")
          .whereLayer("sinks")
          .mayOnlyAccessLayers("config")
          .whereLayer("jobs")
          .mayOnlyAccessLayers("config", "vector", "operators", "sinks")
          .whereLayer("local")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule STEPS_HAVE_NO_CYCLES =
      slices().matching("io.imgsrch.operators.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule STORES_DO_NOT_KNOW_EACH_OTHER =
      noClasses()
          .that()
          .resideInAPackage("io.imgsrch.sinks.milvus..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.imgsrch.sinks.postgres..", "io.imgsrch.sinks.kafka..")
          .because("each store is written, and rebuilt, alone");

  @ArchTest
  static final ArchRule ONE_CLASS_ASKS_FOR_QUERYABLE_STATE_AND_ONE_ANSWERS =
      noClasses()
          .that()
          .doNotBelongToAnyOf(QueryableStateReader.class, AnsweringState.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink.queryablestate..", "org.apache.flink.runtime.query..")
          .because("it is deprecated without a successor (ADR 5)");

  @ArchTest
  static final ArchRule FAULTS_ARE_MADE_BY_PROOFS_AND_TESTS =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.imgsrch.config.fault..", "io.imgsrch.local.prove..")
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Fault.class)
          .because("no setting and no request may arm a failpoint");

  @ArchTest
  static final ArchRule TIMERS_END_WITH_WHOEVER_USES_THEM =
      noClasses()
          .should()
          .callMethod(CompletableFuture.class, "orTimeout", long.class, TimeUnit.class)
          .orShould()
          .callMethod(
              CompletableFuture.class,
              "completeOnTimeout",
              Object.class,
              long.class,
              TimeUnit.class)
          .orShould()
          .callMethod(CompletableFuture.class, "delayedExecutor", long.class, TimeUnit.class)
          .orShould()
          .callMethod(
              CompletableFuture.class,
              "delayedExecutor",
              long.class,
              TimeUnit.class,
              Executor.class)
          .because("the thread behind these would keep a job's classes loaded; see Deadlines");

  @ArchTest
  static final ArchRule NO_STATIC_MUTABLE_FIELDS =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.imgsrch..")
          .and()
          .areStatic()
          .should()
          .beFinal()
          .because("two tasks of one JVM would share them");
}
