package dev.escriba.models.entity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An AI model that callers can choose.
 *
 * @param engine the speech engine that runs it, by name
 * @param languages ISO 639-1; of more than one, the spoken one is detected
 * @param price as configured; none where nothing is said about it
 * @param chargeable whether it must not run without a price
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
