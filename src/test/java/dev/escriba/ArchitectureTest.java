package dev.escriba;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.escriba.settings.control.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.TreeSet;

/** Checks the component map of the root package. */
@AnalyzeClasses(packages = "dev.escriba", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule componentsHaveNoCycles =
            slices().matching("dev.escriba.(*)..").should().beFreeOfCycles();

    @ArchTest
    static void packagesOfAComponentHaveNoCycles(JavaClasses classes) {
        Set<String> components = new TreeSet<>();
        classes.forEach(one -> components.add(component(one)));
        components.remove("");
        for (String component : components) {
            slices().matching("dev.escriba." + component + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(classes);
        }
    }

    @ArchTest
    static void componentsCallThoseThatTheRootPackageLists(JavaClasses classes) {
        Arrows found = new Arrows();
        for (JavaClass caller : classes) {
            caller.getDirectDependenciesFromSelf().forEach(dependency -> {
                String from = component(caller);
                String to = component(dependency.getTargetClass());
                if (!from.isEmpty() && !to.isEmpty() && !from.equals(to)) {
                    found.add(from, to);
                }
            });
        }
        assertThat(found).hasToString(Arrows.ofCalls().toString());
    }

    @ArchTest
    static final ArchRule thePortToSpeechKnowsNoEngine = noClasses()
            .that()
            .resideInAnyPackage("dev.escriba.speech.control", "dev.escriba.speech.entity")
            .should()
            .dependOnClassesThat(
                    DescribedPredicate.describe("are of another package of speech", target -> target.getPackageName()
                            .matches("dev\\.escriba\\.speech\\.(?!(control|entity)$).*")));

    /** The package openid extends authentication mechanisms of the server, whose API uses servlets. */
    @ArchTest
    static final ArchRule onlyBoundariesAndWebKnowServlets = noClasses()
            .that()
            .resideOutsideOfPackages("..boundary..", "dev.escriba.web..", "dev.escriba.security.openid")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    /**
     * The monitor of an object belongs to all that can see it. A container's proxy of a synchronized method may even
     * hold a monitor of its own while the method waits.
     */
    @ArchTest
    static final ArchRule noPublicMethodAndNoBeanIsSynchronized = ArchRuleDefinition.noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .or()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(ApplicationScoped.class)
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule onlyBoundariesSpeakHttp = noClasses()
            .that(resideInAPackage("dev.escriba..")
                    .and(DescribedPredicate.not(resideInAPackage("..boundary..")))
                    .and(DescribedPredicate.not(resideInAPackage("dev.escriba"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule onlyTheSettingsComponentReadsTheConfiguration = noClasses()
            .that()
            .resideOutsideOfPackage("dev.escriba.settings..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.microprofile.config..");

    @ArchTest
    static final ArchRule settingsAreRecordsThatAreCalledSo = classes()
            .that()
            .areAnnotatedWith(Settings.class)
            .should()
            .beRecords()
            .andShould()
            .haveSimpleNameEndingWith("Settings");

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

    /** The name of the component of a class; empty for classes of the root package. */
    private static String component(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return name.startsWith("dev.escriba.") ? name.substring(12).split("\\.", 2)[0] : "";
    }
}
