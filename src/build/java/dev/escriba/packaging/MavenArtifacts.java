package dev.escriba.packaging;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.util.LicenseResolver;

/**
 * The jars that Maven packs: its dependency tree ({@code bill/tree.json}) with the licences of their POMs
 * ({@code bill/licences.txt}).
 */
final class MavenArtifacts {

    private final Inputs inputs;
    private final Map<String, List<String>> licences = new HashMap<>();
    private final Map<String, JsonObject> nodes = new HashMap<>();
    private final JsonObject root;

    MavenArtifacts(Inputs inputs) throws IOException {
        this.inputs = inputs;
        Path bill = inputs.build().resolve("bill");
        for (String line : Files.readAllLines(bill.resolve("licences.txt"))) {
            List<String> fields = Arrays.asList(line.trim().split("\\|", -1));
            licences.put(fields.get(0), fields.subList(1, fields.size()));
        }
        try (JsonReader tree = Json.createReader(Files.newBufferedReader(bill.resolve("tree.json")))) {
            root = tree.readObject();
        }
        collect(root);
    }

    private void collect(JsonObject node) {
        nodes.put(node.getString("groupId") + ":" + node.getString("artifactId"), node);
        children(node).forEach(this::collect);
    }

    private static List<JsonObject> children(JsonObject node) {
        return node.getOrDefault("children", JsonArray.EMPTY_JSON_ARRAY)
                .asJsonArray()
                .getValuesAs(JsonObject.class);
    }

    /** The components in {@code WEB-INF/lib}. */
    List<Component> ofTheWar() {
        List<Component> components = new ArrayList<>();
        nodes.values().stream()
                .filter(MavenArtifacts::isPacked)
                .sorted((one, other) -> purl(one).compareTo(purl(other)))
                .forEach(node -> {
                    Component component = component(node);
                    component.addProperty(Inputs.packed(
                            "WEB-INF/lib/" + component.getName() + "-" + component.getVersion() + ".jar"));
                    components.add(component);
                });
        return components;
    }

    /** An artifact that the build packs in another way. */
    Component artifact(String group, String artifact) {
        JsonObject node = nodes.get(group + ":" + artifact);
        if (node == null) {
            throw new IllegalStateException("not in the dependency tree: " + group + ":" + artifact);
        }
        return component(node);
    }

    /**
     * The dependencies between the components of the WAR.
     *
     * @param ref reference of the WAR
     */
    List<Dependency> dependencies(String ref) {
        List<Dependency> dependencies = new ArrayList<>();
        dependencies.add(dependency(ref, root));
        ofTheWar()
                .forEach(component -> dependencies.add(dependency(
                        component.getBomRef(), nodes.get(component.getGroup() + ":" + component.getName()))));
        return dependencies;
    }

    private static Dependency dependency(String ref, JsonObject node) {
        Dependency dependency = new Dependency(ref);
        children(node).stream()
                .filter(MavenArtifacts::isPacked)
                .map(MavenArtifacts::purl)
                .sorted()
                .forEach(child -> dependency.addDependency(new Dependency(child)));
        return dependency;
    }

    private static boolean isPacked(JsonObject node) {
        String scope = node.getString("scope", "");
        return scope.equals("compile") || scope.equals("runtime");
    }

    private Component component(JsonObject node) {
        Component component = new Component();
        component.setType(Component.Type.LIBRARY);
        component.setGroup(node.getString("groupId"));
        component.setName(node.getString("artifactId"));
        component.setVersion(node.getString("version"));
        component.setPurl(purl(node));
        component.setBomRef(purl(node));
        component.addHash(
                Inputs.sha256(inputs.artifact(component.getGroup(), component.getName(), component.getVersion())));
        component.setLicenses(licences(component));
        return component;
    }

    private LicenseChoice licences(Component component) {
        String coordinates = component.getGroup() + ":" + component.getName() + ":" + component.getVersion();
        List<String> names = licences.getOrDefault(coordinates, List.of());
        if (names.isEmpty()) {
            throw new IllegalStateException("no licence is known for " + coordinates);
        }
        LicenseChoice choice = new LicenseChoice();
        for (String name : names) {
            LicenseChoice known = LicenseResolver.resolve(name, false);
            if (known != null
                    && known.getLicenses() != null
                    && !known.getLicenses().isEmpty()) {
                known.getLicenses().forEach(choice::addLicense);
            } else {
                License licence = new License();
                licence.setName(name);
                choice.addLicense(licence);
            }
        }
        return choice;
    }

    private static String purl(JsonObject node) {
        return "pkg:maven/" + node.getString("groupId") + "/" + node.getString("artifactId") + "@"
                + node.getString("version") + "?type=jar";
    }
}
