package dev.escriba.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.cyclonedx.model.Component;

/**
 * The third-party works in the uber-jar, with their licences. The WAR has the same works without Payara Micro and the
 * PostgreSQL driver.
 */
final class LicenceReport {

    private LicenceReport() {}

    static List<String> lines(List<Component> components) {
        List<String> lines = new ArrayList<>();
        lines.add("Works of others in escriba-micro.jar; escriba.war is the same without payara-micro and postgresql.");
        lines.add("The texts are in META-INF/NOTICE, META-INF/licenses and beside the models; "
                + "Payara Micro's jars hold their own.");
        lines.add("");
        components.stream()
                .filter(component -> !"dev.escriba".equals(component.getGroup()))
                .forEach(component -> add(lines, "", component));
        return lines;
    }

    private static void add(List<String> lines, String indent, Component component) {
        List<String> licences = SoftwareBill.licences(component);
        if (indent.isEmpty() && licences.isEmpty()) {
            throw new IllegalStateException("no licence is known of " + component.getName());
        }
        String name =
                component.getGroup() == null ? component.getName() : component.getGroup() + ":" + component.getName();
        String version = Objects.requireNonNullElse(component.getVersion(), "");
        String terms = licences.isEmpty() ? "" : " (" + String.join(", ", licences) + ")";
        lines.add((indent + name + " " + version).stripTrailing() + terms);
        if (component.getComponents() != null) {
            component.getComponents().stream()
                    .filter(part -> part.getType() != Component.Type.FILE)
                    .forEach(part -> add(lines, indent + "  ", part));
        }
    }
}
