package dev.escriba.speech.control;

import dev.escriba.models.control.ModelStates;
import dev.escriba.models.entity.AiModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/** Tells the catalogue what the engines know of their models. */
@ApplicationScoped
class EngineStates implements ModelStates {

    @Inject
    EngineRegistry engines;

    @Override
    public Optional<String> problem(AiModel model) {
        return engines.readiness(model).reason();
    }

    @Override
    public List<String> upstreams() {
        return engines.upstreams();
    }
}
