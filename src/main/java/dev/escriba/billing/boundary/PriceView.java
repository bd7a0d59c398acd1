package dev.escriba.billing.boundary;

import dev.escriba.billing.entity.Amounts;
import dev.escriba.billing.entity.DatedPrice;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.math.BigDecimal;
import java.time.Instant;

/** The price of a model, in force from an instant until a later price of the model. */
@JsonbPropertyOrder({
    "priceId",
    "modelId",
    "validFrom",
    "perMinute",
    "perMillionPromptTokens",
    "perMillionCompletionTokens",
    "currency"
})
public record PriceView(
        String priceId,
        String modelId,
        Instant validFrom,
        BigDecimal perMinute,
        BigDecimal perMillionPromptTokens,
        BigDecimal perMillionCompletionTokens,
        String currency) {

    static PriceView of(DatedPrice price) {
        return new PriceView(
                price.id().toString(),
                price.modelId().toString(),
                price.validFrom(),
                Amounts.shortest(price.price().perMinute()),
                Amounts.shortest(price.price().perMillionPromptTokens()),
                Amounts.shortest(price.price().perMillionCompletionTokens()),
                price.currency());
    }
}
