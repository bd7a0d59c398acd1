package dev.escriba;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Map;
import java.util.Set;

/** The component map of the root package, as rules. */
@AnalyzeClasses(packages = "dev.escriba", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final Map<String, Set<String>> MAY_CALL = Map.ofEntries(
            Map.entry(
                    "transcription",
                    Set.of("speech", "media", "models", "billing", "storage", "schema", "schedule", "web")),
            Map.entry("start", Set.of("speech", "models", "security", "storage", "schema")),
            Map.entry("health", Set.of("transcription", "speech", "billing", "storage", "schedule", "web")),
            Map.entry("speech", Set.of("media", "models", "storage")),
            Map.entry("billing", Set.of("models", "schema", "schedule", "web")),
            Map.entry("models", Set.of("storage")),
            Map.entry("media", Set.of("storage")),
            Map.entry("security", Set.of("schema", "schedule", "storage", "web")),
            Map.entry("web", Set.of()),
            Map.entry("telemetry", Set.of()),
            Map.entry("problem", Set.of()),
            Map.entry("culture", Set.of()),
            Map.entry("settings", Set.of()),
            Map.entry("micro", Set.of()),
            Map.entry("schema", Set.of()),
            Map.entry("schedule", Set.of()),
            Map.entry("storage", Set.of()));

    @ArchTest
    static final ArchRule componentsHaveNoCycles =
            slices().matching("dev.escriba.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule componentsCallOnlyWhomTheMapNames = ArchRuleDefinition.classes()
            .should(new ArchCondition<>("call only the components that the map names") {
                @Override
                public void check(JavaClass caller, ConditionEvents events) {
                    String from = component(caller);
                    caller.getDirectDependenciesFromSelf().forEach(dependency -> {
                        String to = component(dependency.getTargetClass());
                        boolean allowed = to.isEmpty()
                                || to.equals(from)
                                || MAY_CALL.getOrDefault(from, Set.of()).contains(to)
                                || mayCallEverybodysServants(from, to);
                        if (!allowed) {
                            events.add(SimpleConditionEvent.violated(caller, dependency.getDescription()));
                        }
                    });
                }
            });

    @ArchTest
    static final ArchRule onlyBoundariesSpeakHttp = noClasses()
            .that(resideInAPackage("dev.escriba..")
                    .and(DescribedPredicate.not(resideInAPackage("..boundary..")))
                    .and(DescribedPredicate.not(resideInAPackage("dev.escriba"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule nobodyCallsAnothersBoundary = ArchRuleDefinition.classes()
            .should(new ArchCondition<>("leave the boundaries of others alone") {
                @Override
                public void check(JavaClass caller, ConditionEvents events) {
                    caller.getDirectDependenciesFromSelf().stream()
                            .filter(dependency ->
                                    dependency.getTargetClass().getPackageName().endsWith(".boundary"))
                            .filter(dependency ->
                                    !component(dependency.getTargetClass()).equals(component(caller))
                                            || caller.getPackageName().endsWith(".control")
                                            || caller.getPackageName().endsWith(".entity"))
                            .forEach(dependency ->
                                    events.add(SimpleConditionEvent.violated(caller, dependency.getDescription())));
                }
            });

    @ArchTest
    static final ArchRule entitiesKnowNoControl = noClasses()
            .that()
            .resideInAPackage("..entity..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are control of a component other than schema",
                    target -> target.getPackageName().matches("dev\\.escriba\\.(?!schema)\\w+\\.control")));

    @ArchTest
    static final ArchRule onlyStandardServerApis = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.glassfish..",
                    "fish.payara..",
                    "com.sun..",
                    "org.eclipse.persistence..",
                    "org.jboss..",
                    "sun..");

    private static boolean mayCallEverybodysServants(String from, String to) {
        return switch (to) {
            case "problem" ->
                !Set.of("culture", "schema", "schedule", "storage", "settings").contains(from);
            case "settings" -> !Set.of("culture", "telemetry", "micro").contains(from);
            case "culture" ->
                !Set.of("schema", "schedule", "storage", "settings").contains(from);
            case "telemetry" ->
                Set.of("transcription", "speech", "media", "billing", "health", "web", "start")
                        .contains(from);
            case "security" ->
                Set.of("transcription", "speech", "billing", "models", "media").contains(from);
            default -> false;
        };
    }

    /** The name of a component, or nothing for classes of nobody. */
    private static String component(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.startsWith("dev.escriba.") ? name.substring(12).split("\\.", 2)[0] : "";
    }
}
