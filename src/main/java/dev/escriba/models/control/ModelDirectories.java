package dev.escriba.models.control;

import dev.escriba.models.entity.ModelDirectory;
import dev.escriba.settings.entity.WrongSetting;
import dev.escriba.storage.control.DataDirectory;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The directories of the embedded models: the packed ones, unpacked below the data directory, and those of the configuration. */
@ApplicationScoped
public class ModelDirectories {

    private static final String PACKED = "models/";

    @Inject
    DataDirectory data;

    @Inject
    ModelSettings settings;

    private List<ModelDirectory> all;

    protected ModelDirectories() {}

    /** For use without a container. */
    public ModelDirectories(List<ModelDirectory> all) {
        this.all = List.copyOf(all);
    }

    @PostConstruct
    void open() {
        Map<String, Map<String, String>> packed = packed();
        // models that tell speech from everything else, or prepare it, describe no language
        packed.values().removeIf(files -> !files.containsKey("model.properties"));
        Map<UUID, ModelDirectory> byId = new LinkedHashMap<>();
        for (String directory : settings.directories()) {
            ModelDirectory own = own(directory);
            if (byId.putIfAbsent(own.id(), own) != null) {
                throw new WrongSetting(
                        ModelSettings.DIRECTORIES,
                        directory,
                        "Another directory of the list has a model of the id " + own.id() + ": remove one of them.");
            }
        }
        if (settings.packed()) {
            packed.forEach((name, files) -> {
                ModelDirectory ours = ModelDirectory.at(data.unpack(name, files));
                byId.putIfAbsent(ours.id(), ours);
            });
        }
        all = List.copyOf(byId.values());
    }

    private static ModelDirectory own(String directory) {
        try {
            return ModelDirectory.at(Path.of(directory).toAbsolutePath());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new WrongSetting(
                    ModelSettings.DIRECTORIES,
                    directory,
                    "It cannot be used (" + e.getMessage()
                            + "). Name directories that this user can read and that hold a model.",
                    e);
        }
    }

    /**
     * One directory a model, English first where it is there; none where the embedded engine is not wanted. The first one of a language is the default where
     * the language is detected: those of the configuration stand before the packed ones.
     */
    public List<ModelDirectory> all() {
        return all.stream()
                .sorted((a, b) -> Boolean.compare("en".equals(b.language()), "en".equals(a.language())))
                .toList();
    }

    /** Class path resource by file name, by directory, as the build listed them. */
    private static Map<String, Map<String, String>> packed() {
        Map<String, Map<String, String>> directories = new TreeMap<>();
        for (String line : lines(PACKED + "SHA256SUMS")) {
            String[] name = line.substring(line.indexOf("  ") + 2).split("/", 2);
            directories.computeIfAbsent(name[0], key -> new HashMap<>()).put(name[1], PACKED + name[0] + "/" + name[1]);
        }
        return directories;
    }

    private static List<String> lines(String resource) {
        try (InputStream content = ModelDirectories.class.getClassLoader().getResourceAsStream(resource)) {
            if (content == null) {
                throw new IllegalStateException("the models are not packed: " + resource + " is missing");
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8));
            return new ArrayList<>(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
