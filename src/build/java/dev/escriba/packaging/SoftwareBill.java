package dev.escriba.packaging;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;

/**
 * A step of the build: writes {@code escriba-sbom.json} (contents of the WAR), {@code escriba-micro-sbom.json}
 * (contents of the uber-jar) and {@code THIRD-PARTY.txt} (their licences) into the build directory. The same sources
 * give the same bytes.
 *
 * <p>The Maven plugin of CycloneDX sees only the dependencies of the project, which are less than half of the contents,
 * and it needs a network.
 */
public final class SoftwareBill {

    private static final Version SCHEMA = Version.VERSION_16;

    private SoftwareBill() {}

    /**
     * Writes the bills of materials and the licence report.
     *
     * @param arguments {@code name=value}: see {@code pom.xml}
     */
    public static void main(String[] arguments) throws IOException, ParseException, GeneratorException {
        Inputs inputs = Inputs.of(arguments);
        MavenArtifacts maven = new MavenArtifacts(inputs);
        String version = inputs.value("version");
        Component war = escriba("escriba", version, "pkg:maven/dev.escriba/escriba@" + version + "?type=war");
        Component uberJar =
                escriba("escriba-micro", version, "pkg:maven/dev.escriba/escriba-micro@" + version + "?type=jar");

        List<Component> packed = new ArrayList<>(maven.ofTheWar());
        List<Component> others = new PackedFiles(inputs).components();
        packed.addAll(others);
        List<Dependency> dependencies = maven.dependencies(war.getBomRef());
        others.forEach(other -> dependencies.get(0).addDependency(new Dependency(other.getBomRef())));
        write(inputs, "escriba-sbom.json", bom(inputs, war, packed, dependencies));

        Component server = maven.artifact("fish.payara.extras", "payara-micro");
        ServerArtifacts.of(inputs.artifact(server.getGroup(), server.getName(), server.getVersion()))
                .forEach(server::addComponent);
        Component driver = maven.artifact("org.postgresql", "postgresql");
        driver.addProperty(Inputs.packed("MICRO-INF/lib/postgresql-" + driver.getVersion() + ".jar"));
        war.addProperty(Inputs.packed("MICRO-INF/deploy/ROOT.war"));
        packed.addAll(0, List.of(war, server, driver));
        Dependency whole = new Dependency(uberJar.getBomRef());
        List.of(war, server, driver).forEach(part -> whole.addDependency(new Dependency(part.getBomRef())));
        dependencies.add(0, whole);
        write(inputs, "escriba-micro-sbom.json", bom(inputs, uberJar, packed, dependencies));
        Files.write(inputs.build().resolve("THIRD-PARTY.txt"), LicenceReport.lines(packed));
    }

    private static Component escriba(String name, String version, String purl) {
        Component component = new Component();
        component.setType(Component.Type.APPLICATION);
        component.setGroup("dev.escriba");
        component.setName(name);
        component.setVersion(version);
        component.setPurl(purl);
        component.setBomRef(purl);
        return component;
    }

    private static Bom bom(
            Inputs inputs, Component subject, List<Component> components, List<Dependency> dependencies) {
        Metadata metadata = new Metadata();
        metadata.setTimestamp(Date.from(Instant.parse(inputs.value("timestamp"))));
        metadata.setComponent(subject);
        Bom bom = new Bom();
        bom.setMetadata(metadata);
        bom.setComponents(components);
        bom.setDependencies(dependencies);
        return bom;
    }

    /** Adds a serial number that is derived from the content, because a random one is not reproducible. */
    private static void write(Inputs inputs, String name, Bom bom) throws IOException, GeneratorException {
        byte[] content = json(bom).getBytes(StandardCharsets.UTF_8);
        bom.setSerialNumber("urn:uuid:" + UUID.nameUUIDFromBytes(content));
        Path file = inputs.build().resolve(name);
        Files.writeString(file, json(bom) + "\n");
    }

    private static String json(Bom bom) throws GeneratorException {
        return BomGeneratorFactory.createJson(SCHEMA, bom).toJsonString();
    }

    /** The names of the licences of a component, as SPDX identifiers if possible. */
    static List<String> licences(Component component) {
        LicenseChoice choice = component.getLicenses();
        if (choice == null) {
            return List.of();
        }
        if (choice.getExpression() != null) {
            return List.of(choice.getExpression().getValue());
        }
        return choice.getLicenses().stream().map(SoftwareBill::name).toList();
    }

    private static String name(License licence) {
        return licence.getId() != null ? licence.getId() : licence.getName();
    }
}
