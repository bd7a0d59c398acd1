package dev.escriba.models.entity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An AI model that callers can choose.
 *
 * @param engine the name of the speech engine that runs it
 * @param languages ISO 639-1; with more than one, the spoken language is detected
 * @param price the configured price; empty when none is configured
 * @param chargeable whether the model must not run without a price
 */
public record AiModel(
        UUID id,
        String name,
        String provider,
        String engine,
        List<String> languages,
        boolean isDefault,
        String licence,
        Optional<Price> price,
        boolean chargeable) {

    /** The engine of the models that run inside this application. */
    public static final String EMBEDDED = "embedded";

    public AiModel {
        languages = List.copyOf(languages);
    }
}
