package dev.escriba.speech.embedded;

import ai.onnxruntime.OrtException;
import dev.escriba.models.entity.ModelDirectory;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.model.ModelFamily;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import dev.escriba.speech.segmentation.SileroVad;
import dev.escriba.storage.control.DataDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The loaded models and the voice activity detection that they share. Closed as one. */
final class EmbeddedModels implements AutoCloseable {

    private final List<InstalledModel> all;
    private final SileroVad vad;
    private final List<AutoCloseable> closing;

    private EmbeddedModels(List<InstalledModel> all, SileroVad vad, List<AutoCloseable> closing) {
        this.all = List.copyOf(all);
        this.vad = vad;
        this.closing = List.copyOf(closing);
    }

    /** With parts that the caller closes. */
    static EmbeddedModels of(List<SpeechModel> models, SileroVad vad) {
        return new EmbeddedModels(
                models.stream()
                        .map(model -> new InstalledModel(UUID.randomUUID(), model, false))
                        .toList(),
                vad,
                List.of());
    }

    /**
     * Loads the models of all directories.
     *
     * @param families by name
     */
    static EmbeddedModels load(
            List<ModelDirectory> directories, Map<String, ModelFamily> families, DataDirectory data) {
        List<InstalledModel> models = new ArrayList<>();
        List<AutoCloseable> closing = new ArrayList<>();
        try {
            for (ModelDirectory directory : directories) {
                ModelFamily family = families.get(directory.family());
                boolean isDefault = models.stream()
                        .noneMatch(earlier -> earlier.model().language().equals(directory.language()));
                boolean isLazy = directory.isLazy() && !isDefault;
                SpeechModel model = isLazy
                        ? new LazyModel(
                                directory.name(),
                                directory.language(),
                                family.knowsWords(directory),
                                () -> family.open(directory))
                        : family.open(directory);
                closing.add(model);
                models.add(new InstalledModel(directory.id(), model, isLazy));
            }
            SileroVad vad = SileroVad.packed(OnnxRuntimeNatives.environment(data));
            closing.add(vad);
            return new EmbeddedModels(models, vad, closing);
        } catch (OrtException e) {
            close(closing);
            throw new IllegalStateException("speech detection cannot be loaded", e);
        } catch (RuntimeException | LinkageError e) {
            close(closing);
            throw e;
        }
    }

    SileroVad vad() {
        return vad;
    }

    /** In the order of the catalogue. */
    List<InstalledModel> all() {
        return all;
    }

    Set<String> languages() {
        return all.stream().map(one -> one.model().language()).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The model that a request names. When it names none of these, the default model of each of its languages, the
     * cheapest first.
     */
    List<SpeechModel> candidates(RecognitionRequest request) {
        Optional<SpeechModel> named = request.modelId().flatMap(this::named);
        if (named.isPresent()) {
            return List.of(named.get());
        }
        List<SpeechModel> candidates = defaults().stream()
                .filter(model -> request.languages().contains(model.language()))
                .toList();
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException(
                    "no model for any of " + request.languages() + ", only for " + languages());
        }
        return candidates;
    }

    private Optional<SpeechModel> named(UUID id) {
        return all.stream()
                .filter(one -> one.id().equals(id))
                .map(InstalledModel::model)
                .findFirst();
    }

    private List<SpeechModel> defaults() {
        return List.copyOf(all.stream()
                .map(InstalledModel::model)
                .collect(Collectors.toMap(
                        SpeechModel::language, Function.identity(), (first, other) -> first, LinkedHashMap::new))
                .values());
    }

    @Override
    public void close() {
        close(closing);
    }

    private static void close(List<AutoCloseable> parts) {
        for (int i = parts.size() - 1; i >= 0; i--) {
            try {
                parts.get(i).close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
