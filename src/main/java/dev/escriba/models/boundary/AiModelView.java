package dev.escriba.models.boundary;

import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueModel;
import dev.escriba.models.entity.PriceInForce;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A model in the answers to callers.
 *
 * @param remote where the model is; only for callers that may change it
 * @param version of the entry, which is also its ETag; only for callers that may change it
 */
@JsonbPropertyOrder({
    "id",
    "name",
    "provider",
    "languages",
    "isDefault",
    "licence",
    "enabled",
    "fallback",
    "limits",
    "price",
    "health",
    "remote",
    "version"
})
public record AiModelView(
        UUID id,
        String name,
        String provider,
        List<String> languages,
        boolean isDefault,
        String licence,
        boolean enabled,
        List<UUID> fallback,
        Limits limits,
        InForce price,
        Health health,
        Remote remote,
        Integer version) {

    /** The limits of a model; null where it has none. */
    @JsonbPropertyOrder({"maxAudioSeconds", "maxTokensPerMinute"})
    public record Limits(Integer maxAudioSeconds, Integer maxTokensPerMinute) {}

    /** The price for the account of the caller. All parts of a free model are zero. */
    @JsonbPropertyOrder({
        "perMinute",
        "perMillionPromptTokens",
        "perMillionCompletionTokens",
        "currency",
        "validFrom",
        "priceId"
    })
    public record InForce(
            BigDecimal perMinute,
            BigDecimal perMillionPromptTokens,
            BigDecimal perMillionCompletionTokens,
            String currency,
            Instant validFrom,
            UUID priceId) {}

    /** UP or DOWN; the reason only for callers that may change the model. */
    @JsonbPropertyOrder({"state", "reason"})
    public record Health(String state, String reason) {}

    /** Where a remote model is. */
    @JsonbPropertyOrder({"upstream", "model"})
    public record Remote(String upstream, String model) {}

    /**
     * The view of a model.
     *
     * @param problem why the model cannot be used at the moment
     * @param writes whether the caller may change it
     */
    static AiModelView of(
            CatalogueModel entry, Optional<PriceInForce> price, Optional<String> problem, boolean writes) {
        AiModel model = entry.model();
        Optional<String> reason = entry.installed() ? problem : Optional.of("it is not installed");
        return new AiModelView(
                model.id(),
                model.name(),
                model.provider(),
                model.languages(),
                model.isDefault(),
                model.licence(),
                model.enabled(),
                model.fallback(),
                new Limits(
                        model.limits().maxAudioSeconds().orElse(null),
                        model.limits().maxTokensPerMinute().orElse(null)),
                price.map(AiModelView::price)
                        .orElse(new InForce(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, null, null, null)),
                new Health(reason.isEmpty() ? "UP" : "DOWN", writes ? reason.orElse(null) : null),
                writes
                        ? model.remote()
                                .map(remote -> new Remote(remote.upstream(), remote.model()))
                                .orElse(null)
                        : null,
                writes ? entry.version() : null);
    }

    private static InForce price(PriceInForce in) {
        return new InForce(
                plain(in.price().perMinute()),
                plain(in.price().perMillionPromptTokens()),
                plain(in.price().perMillionCompletionTokens()),
                in.currency(),
                in.validFrom(),
                in.id());
    }

    private static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 1 ? stripped.setScale(1) : stripped;
    }
}
