package dev.escriba.it.extra;

import dev.escriba.models.control.ModelSource;
import dev.escriba.models.entity.AiModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The model of {@link SleepingEngine}. */
@ApplicationScoped
public class SleepingModel implements ModelSource {

    public static final UUID ID = UUID.fromString("00000000-0000-4000-8000-00000000511e");

    @Override
    public List<AiModel> models() {
        return List.of(new AiModel(
                ID, "Sleeping", "Test", SleepingEngine.NAME, List.of("en"), false, "none", Optional.empty(), false));
    }
}
