package dev.escriba.models.entity;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The properties of a model that administrators set.
 *
 * @param remote where the model is; empty for a model that runs here
 * @param price the price to set; empty to leave the price as it is
 */
public record CatalogueEntry(
        String name,
        String provider,
        List<String> languages,
        String licence,
        Optional<RemoteAddress> remote,
        ModelLimits limits,
        boolean enabled,
        boolean isDefault,
        List<UUID> fallback,
        Optional<Price> price) {

    public static final int MAX_NAME_CHARACTERS = 200;
    public static final int MAX_LICENCE_CHARACTERS = 500;
    public static final int MAX_UPSTREAM_CHARACTERS = 100;
    public static final int MAX_LANGUAGES = 200;
    public static final int MAX_FALLBACKS = 5;

    public CatalogueEntry {
        languages = List.copyOf(languages);
        fallback = List.copyOf(fallback);
    }

    /** The properties of a model by the installation or the configuration. */
    public static CatalogueEntry of(AiModel model) {
        return new CatalogueEntry(
                model.name(),
                model.provider(),
                model.languages(),
                model.licence(),
                model.remote(),
                model.limits(),
                model.enabled(),
                model.isDefault(),
                model.fallback(),
                Optional.empty());
    }
}
