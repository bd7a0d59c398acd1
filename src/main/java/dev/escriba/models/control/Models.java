package dev.escriba.models.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.ModelDirectory;
import dev.escriba.problem.entity.Problem;
import dev.escriba.settings.entity.CannotStart;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** The catalogue. Fixed from start-up on. */
@ApplicationScoped
public class Models {

    /** The model that detects the language; the default, unless there is no embedded model at all. */
    public static final UUID DETECTING = UUID.fromString("5e5c0f0a-6a0b-5d0e-9a53-5f1d6a7d0e00");

    @Inject
    ModelDirectories directories;

    @Inject
    ConfiguredPrices prices;

    @Inject
    @Any
    Instance<ModelSource> sources;

    private List<AiModel> all;

    protected Models() {}

    /** For use without a container. */
    public Models(List<AiModel> all) {
        this.all = List.copyOf(all);
    }

    @PostConstruct
    void load() {
        List<ModelDirectory> installed = directories.all();
        List<AiModel> models = new ArrayList<>();
        if (!installed.isEmpty()) {
            models.add(new AiModel(
                    DETECTING,
                    "Escriba (language detection)",
                    "Escriba",
                    AiModel.EMBEDDED,
                    installed.stream().map(ModelDirectory::language).distinct().toList(),
                    true,
                    installed.stream().map(ModelDirectory::licence).distinct().collect(Collectors.joining(", ")),
                    prices.of(DETECTING),
                    prices.isChargeable(DETECTING)));
        }
        for (ModelDirectory model : installed) {
            models.add(new AiModel(
                    model.id(),
                    model.name(),
                    model.provider(),
                    AiModel.EMBEDDED,
                    List.of(model.language()),
                    false,
                    model.licence(),
                    prices.of(model.id()),
                    prices.isChargeable(model.id())));
        }
        for (ModelSource source : sources) {
            source.models().forEach(model -> models.add(further(model, models.isEmpty())));
        }
        if (models.isEmpty()) {
            throw new WrongSetting(
                    ModelSettings.PACKED,
                    false,
                    "There is no other speech model: set it to true, or name models with escriba.models.directories.");
        }
        prices.requireKnown(models.stream().map(AiModel::id).toList());
        all = List.copyOf(models);
    }

    private AiModel further(AiModel model, boolean isDefault) {
        return new AiModel(
                model.id(),
                model.name(),
                model.provider(),
                model.engine(),
                model.languages(),
                isDefault,
                model.licence(),
                prices.of(model.id()),
                prices.isChargeable(model.id()));
    }

    /** A catalogue that cannot be read is found out when the application starts, not when somebody asks. */
    void check(@Observes @Initialized(ApplicationScoped.class) Object start) {
        if (all.stream().map(AiModel::id).distinct().count() != all.size()) {
            throw new CannotStart("Two models of the catalogue have the same id.", null);
        }
    }

    public List<AiModel> all() {
        return all;
    }

    /** The model asked for, or the default one; 404 where there is no such model. */
    public AiModel required(Optional<UUID> id) {
        return all.stream()
                .filter(model -> id.map(model.id()::equals).orElse(model.isDefault()))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        404,
                        Message.of("model.unknown"),
                        Map.of("ModelId", Message.of("model.unknown")),
                        Optional.empty()));
    }
}
