package dev.escriba.models.control;

import dev.escriba.models.entity.AiModel;
import java.util.List;
import java.util.Optional;

/** What the engines know of their models. The component {@code speech} implements it. */
public interface ModelStates {

    /** Why the model cannot be used at the moment; empty where it can. */
    Optional<String> problem(AiModel model);

    /** The names of the configured remote servers. */
    List<String> upstreams();
}
