package dev.escriba.packaging;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cyclonedx.exception.ParseException;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Property;
import org.cyclonedx.parsers.JsonParser;

/**
 * The third-party works in {@code WEB-INF/classes}: natives and models. {@code src/main/packaging/packed.cdx.json}
 * lists them and their files. This class adds versions and digests. A file that belongs to no component fails the
 * build.
 */
final class PackedFiles {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

    /** Files of Escriba itself, besides its classes and resources. */
    private static final List<String> OWN = List.of(
            "dev/escriba/**", "models/SHA256SUMS", "org/bytedeco/ffmpeg/*/lib{asound,pulse,udev,xcb,xcb-shm}.so.*");

    private final Inputs inputs;
    private final Path classes;
    private final Set<Path> left;

    PackedFiles(Inputs inputs) throws IOException {
        this.inputs = inputs;
        classes = inputs.build().resolve("classes");
        left = new HashSet<>(filesBelow(classes));
        left.removeAll(filesBelow(inputs.basedir().resolve("src/main/resources")));
        OWN.forEach(this::claim);
    }

    /** The components that have files. A model that is left out has none. */
    List<Component> components() throws IOException, ParseException {
        String described = Files.readString(inputs.basedir().resolve("src/main/packaging/packed.cdx.json"));
        List<Component> components = new ArrayList<>(new JsonParser()
                .parse(filled(described).getBytes(StandardCharsets.UTF_8))
                .getComponents());
        components.removeIf(component -> !addFiles(component));
        if (!left.isEmpty()) {
            throw new IllegalStateException("packed.cdx.json lists no component for these files: "
                    + left.stream().sorted().toList());
        }
        return components;
    }

    private boolean addFiles(Component component) {
        boolean found = false;
        for (Property property : component.getProperties()) {
            if (property.getName().equals(Inputs.PACKED)) {
                String glob = property.getValue();
                property.setValue("WEB-INF/classes/" + glob);
                found |= addFiles(component, claim(glob));
            }
        }
        if (component.getComponents() != null) {
            component.getComponents().stream()
                    .filter(part -> part.getType() != Component.Type.FILE && part.getProperties() != null)
                    .forEach(this::addFiles);
        }
        return found;
    }

    private boolean addFiles(Component component, List<Path> files) {
        List<Component> parts =
                new ArrayList<>(Objects.requireNonNullElse(component.getComponents(), List.<Component>of()));
        for (Path file : files) {
            String name = "WEB-INF/classes/" + file.toString().replace('\\', '/');
            // the digest of the jar covers its classes
            if (!name.endsWith(".class")) {
                Component part = new Component();
                part.setType(Component.Type.FILE);
                part.setName(name);
                part.addHash(Inputs.sha256(classes.resolve(file)));
                parts.add(part);
            }
        }
        if (!parts.isEmpty()) {
            component.setComponents(parts);
        }
        return !files.isEmpty();
    }

    private List<Path> claim(String glob) {
        var pattern = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        List<Path> files = left.stream().filter(pattern::matches).sorted().toList();
        left.removeAll(files);
        return files;
    }

    private String filled(String described) throws IOException {
        return PLACEHOLDER
                .matcher(described)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1).startsWith("npm:")
                                ? npm(match.group(1).substring(4))
                                : inputs.value(match.group(1))));
    }

    private String npm(String name) {
        Path lock = inputs.basedir().resolve("src/main/npm/package-lock.json");
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(lock))) {
            return reader.readObject()
                    .getJsonObject("packages")
                    .getJsonObject("node_modules/" + name)
                    .getString("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).map(directory::relativize).toList();
        }
    }
}
