package dev.escriba.models.control;

import dev.escriba.models.entity.AiModel;
import java.util.List;

/**
 * Brings further models into the catalogue. A CDI bean of it in a library of the WAR is found, as is the bean of the {@code SpeechEngine} that its models
 * name; nothing of the application has to be changed for them. One that names an engine that is not there keeps the application from starting.
 */
public interface ModelSource {

    /** Asked once, at the start. The first is the default where there is no embedded model; what they cost is said by the configuration alone. */
    List<AiModel> models();
}
