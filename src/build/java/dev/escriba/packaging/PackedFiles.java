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
 * The third-party works in {@code WEB-INF/classes}, which are natives and models, and those that are bundled into the
 * files of the console. {@code src/main/packaging/packed.cdx.json} lists them and their files. This class adds versions
 * and digests. A file that belongs to no component fails the build.
 */
final class PackedFiles {

    /** The property of a library that is a part of these files of the console. */
    private static final String BUNDLED = "escriba:bundled";

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
            } else if (property.getName().equals(BUNDLED)) {
                found |= isInConsole(property.getValue());
            }
        }
        if (component.getComponents() != null) {
            component.getComponents().stream()
                    .filter(part -> part.getType() != Component.Type.FILE && part.getProperties() != null)
                    .forEach(this::addFiles);
        }
        return found;
    }

    private boolean isInConsole(String glob) {
        Path console = inputs.build().resolve("console/dist");
        var pattern = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try {
            return filesBelow(console).stream().anyMatch(pattern::matches);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return PLACEHOLDER.matcher(described).replaceAll(match -> Matcher.quoteReplacement(version(match.group(1))));
    }

    private String version(String placeholder) {
        String[] parts = placeholder.split(":", 2);
        return switch (parts[0]) {
            case "npm" -> locked("src/main/npm", parts[1]);
            case "console" -> locked("src/main/console", parts[1]);
            default -> inputs.value(placeholder);
        };
    }

    private String locked(String directory, String name) {
        Path lock = inputs.basedir().resolve(directory).resolve("package-lock.json");
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
