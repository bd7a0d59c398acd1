package dev.escriba.models.control;

import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.ModelDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The models of the installation: its directories, its libraries, and its configuration. */
@ApplicationScoped
class InstalledModels {

    @Inject
    ModelDirectories directories;

    @Inject
    ModelSettings settings;

    @Inject
    @Any
    Instance<ModelSource> sources;

    /** In the order of listings. One of them is the default. */
    List<AiModel> all() {
        List<AiModel> models = new ArrayList<>();
        List<ModelDirectory> installed = directories.all();
        if (!installed.isEmpty()) {
            models.add(local(new AiModel(
                    Models.DETECTING,
                    "Escriba (language detection)",
                    "Escriba",
                    AiModel.EMBEDDED,
                    installed.stream().map(ModelDirectory::language).distinct().toList(),
                    false,
                    installed.stream().map(ModelDirectory::licence).distinct().collect(Collectors.joining(", ")),
                    Optional.empty(),
                    false)));
        }
        installed.forEach(model -> models.add(local(new AiModel(
                model.id(),
                model.name(),
                model.provider(),
                AiModel.EMBEDDED,
                List.of(model.language()),
                false,
                model.licence(),
                Optional.empty(),
                false))));
        sources.forEach(source -> source.models().forEach(model -> models.add(local(model))));
        models.addAll(settings.remote());
        return withOneDefault(models);
    }

    /** Only the catalogue decides which model is the default. */
    private static AiModel local(AiModel model) {
        return Models.with(model, model.price(), model.chargeable(), false);
    }

    /** The first model that the configuration marks as the default, or else the first one. */
    private static List<AiModel> withOneDefault(List<AiModel> models) {
        Optional<AiModel> marked = models.stream()
                .filter(AiModel::isDefault)
                .findFirst()
                .or(() -> models.stream().findFirst());
        return models.stream()
                .map(model -> Models.with(
                        model, model.price(), model.chargeable(), marked.get().equals(model)))
                .toList();
    }
}
