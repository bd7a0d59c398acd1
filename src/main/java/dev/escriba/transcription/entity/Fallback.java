package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Tariff;
import dev.escriba.models.entity.AiModel;
import dev.escriba.speech.entity.RecognitionRequest;
import java.math.BigDecimal;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model that takes a run over when the chosen one fails.
 *
 * @param tariff what the run costs if this model answers
 * @param most the maximum of that cost; the hold of the run covers it
 */
public record Fallback(AiModel model, RecognitionRequest recognition, Tariff tariff, BigDecimal most) {

    /** A fallback for a request to the chosen model. */
    public static Fallback of(AiModel model, RecognitionRequest chosen, Tariff tariff, BigDecimal most) {
        return new Fallback(model, chosen.to(model.id(), languages(model, chosen)), tariff, most);
    }

    /** Those languages of the request that the model knows. */
    public static Set<String> languages(AiModel model, RecognitionRequest request) {
        return model.languages().stream().filter(request.languages()::contains).collect(Collectors.toSet());
    }
}
