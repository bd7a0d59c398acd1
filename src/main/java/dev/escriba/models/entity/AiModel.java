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
 * @param remote where the model is; empty for a model that runs here
 * @param enabled whether callers may use it
 * @param fallback the models that take over, in this order, when the engine of this one fails
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
        boolean chargeable,
        Optional<RemoteAddress> remote,
        ModelLimits limits,
        boolean enabled,
        List<UUID> fallback) {

    /** The engine of the models that run inside this application. */
    public static final String EMBEDDED = "embedded";

    /** The engine of the models that run on other servers. */
    public static final String REMOTE = "remote";

    public AiModel {
        languages = List.copyOf(languages);
        fallback = List.copyOf(fallback);
    }

    /** An enabled model that runs here, without limits of its own and without a fallback. */
    public AiModel(
            UUID id,
            String name,
            String provider,
            String engine,
            List<String> languages,
            boolean isDefault,
            String licence,
            Optional<Price> price,
            boolean chargeable) {
        this(
                id,
                name,
                provider,
                engine,
                languages,
                isDefault,
                licence,
                price,
                chargeable,
                Optional.empty(),
                ModelLimits.NONE,
                true,
                List.of());
    }

    /** Whether the model runs on another server. */
    public boolean isRemote() {
        return remote.isPresent();
    }

    /** Whether a price for tokens has no upper bound, because nothing limits the tokens of a run. */
    public boolean isUnbounded(Price one) {
        return isRemote() && one.countsTokens() && limits.maxTokensPerMinute().isEmpty();
    }
}
