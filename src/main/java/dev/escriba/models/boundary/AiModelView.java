package dev.escriba.models.boundary;

import dev.escriba.models.entity.AiModel;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.util.List;
import java.util.UUID;

/** A model in the answers to callers. */
@JsonbPropertyOrder({"id", "name", "provider", "languages", "isDefault", "licence"})
public record AiModelView(
        UUID id, String name, String provider, List<String> languages, boolean isDefault, String licence) {

    static AiModelView of(AiModel model) {
        return new AiModelView(
                model.id(), model.name(), model.provider(), model.languages(), model.isDefault(), model.licence());
    }
}
