package dev.escriba.models.control;

import dev.escriba.models.entity.AiModel;
import java.util.List;

/**
 * Adds models to the catalogue. The application finds a CDI bean of this type in any library of the WAR, and also the
 * bean of the {@code SpeechEngine} that its models name. A model that names an unknown engine stops the start of the
 * application.
 */
public interface ModelSource {

    /**
     * Called once, at start. The first model is the default when there is no embedded model. Only the configuration
     * sets prices.
     */
    List<AiModel> models();
}
