package dev.escriba.openai.control;

import dev.escriba.models.control.Models;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names by which requests choose a model: ids and names of the catalogue, and the aliases of the default model. A
 * name of the catalogue goes before an alias, so that an operator can call a model {@code whisper-1}.
 */
@ApplicationScoped
public class ModelNames {

    private Models models;
    private OpenAiSettings settings;

    protected ModelNames() {}

    @Inject
    public ModelNames(Models models, OpenAiSettings settings) {
        this.models = models;
        this.settings = settings;
    }

    /**
     * The models that the caller may use, by the names that a listing shows: aliases first. Each name means the model
     * that a run of this name has.
     */
    public Map<String, AiModel> listed(Caller caller) {
        Map<String, AiModel> listed = new LinkedHashMap<>();
        settings.modelAliases().forEach(alias -> listed.put(alias, required(alias)));
        models.all().forEach(model -> listed.putIfAbsent(model.name(), model));
        listed.values().removeIf(model -> !caller.mayUse(model.id()));
        return listed;
    }

    /**
     * The model of this name, for a run.
     *
     * @throws Problem 404 when there is no such model; 403 when the caller may not use it
     */
    public AiModel permitted(String name, Caller caller) {
        AiModel model = required(name);
        if (!caller.mayUse(model.id())) {
            throw Problem.at("ModelId", 403, "model.forbidden");
        }
        return model;
    }

    /**
     * The model of this name.
     *
     * @throws Problem 404 when there is no such model
     */
    public AiModel required(String name) {
        return models.all().stream()
                .filter(model ->
                        model.name().equals(name) || model.id().toString().equalsIgnoreCase(name))
                .findFirst()
                .orElseGet(() -> aliased(name));
    }

    private AiModel aliased(String name) {
        if (!settings.modelAliases().contains(name)) {
            throw Problem.at("ModelId", 404, "model.unknown");
        }
        return models.required(Optional.empty());
    }
}
