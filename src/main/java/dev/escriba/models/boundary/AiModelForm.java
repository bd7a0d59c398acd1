package dev.escriba.models.boundary;

import dev.escriba.culture.entity.Message;
import dev.escriba.models.control.ModelPrices;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.ModelLimits;
import dev.escriba.models.entity.Price;
import dev.escriba.models.entity.PriceInForce;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.web.control.JsonForm;
import dev.escriba.web.control.Parameters;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The body of a request that creates or replaces a model. An absent field has its default; an absent price stays as it
 * is. A request may also have the fields of an answer: those of the price in force must be right, the others are
 * ignored.
 */
final class AiModelForm {

    private static final Set<String> KNOWN = Set.of(
            "id",
            "name",
            "provider",
            "languages",
            "isDefault",
            "licence",
            "enabled",
            "fallback",
            "limits",
            "remote",
            "price",
            "version",
            "health");
    private static final Set<String> OF_LIMITS = Set.of("maxAudioSeconds", "maxTokensPerMinute");
    private static final Set<String> OF_REMOTE = Set.of("upstream", "model");
    private static final Set<String> OF_PRICE = Set.of(
            "perMinute", "perMillionPromptTokens", "perMillionCompletionTokens", "priceId", "currency", "validFrom");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2}");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,10}(\\.\\d{1,20})?");

    private final JsonForm form;
    private final List<String> upstreams;
    private final ModelPrices prices;
    private final String account;

    private AiModelForm(JsonForm form, List<String> upstreams, ModelPrices prices, String account) {
        this.form = form;
        this.upstreams = upstreams;
        this.prices = prices;
        this.account = account;
    }

    /**
     * A form that is read.
     *
     * @param upstreams the names of the configured servers
     * @param account whose currency the price is shown in
     */
    static AiModelForm of(InputStream body, List<String> upstreams, ModelPrices prices, String account) {
        return new AiModelForm(JsonForm.of(body, KNOWN), upstreams, prices, account);
    }

    Optional<UUID> id() {
        return form.uuid("id");
    }

    /** Adds an error where the body names another model than the path. */
    void requireId(UUID ofPath) {
        if (id().filter(named -> !named.equals(ofPath)).isPresent()) {
            form.wrong("id", Message.of("model.other-id"));
        }
    }

    /** @param model empty for a new one without an id */
    CatalogueEntry entry(Optional<UUID> model) {
        CatalogueEntry entry = new CatalogueEntry(
                form.line("name", CatalogueEntry.MAX_NAME_CHARACTERS),
                form.line("provider", CatalogueEntry.MAX_NAME_CHARACTERS),
                languages(),
                form.line("licence", CatalogueEntry.MAX_LICENCE_CHARACTERS),
                form.object("remote", OF_REMOTE).map(this::remote),
                form.object("limits", OF_LIMITS).map(AiModelForm::limits).orElse(ModelLimits.NONE),
                form.flag("enabled").orElse(true),
                form.flag("isDefault").orElse(false),
                form
                        .listOrNone(
                                "fallback",
                                CatalogueEntry.MAX_FALLBACKS,
                                Message.of("model.fallback"),
                                Parameters::uuid)
                        .stream()
                        .distinct()
                        .toList(),
                form.object("price", OF_PRICE).map(price -> price(price, model)));
        form.check();
        return entry;
    }

    private List<String> languages() {
        Message otherwise = Message.of("model.languages", CatalogueEntry.MAX_LANGUAGES);
        Optional<List<String>> languages = form.list("languages", CatalogueEntry.MAX_LANGUAGES, otherwise, code -> {
            if (!LANGUAGE.matcher(code).matches()) {
                throw new IllegalArgumentException("no ISO 639-1 code");
            }
            return code;
        });
        if (languages.isEmpty()) {
            form.wrong("languages", otherwise);
        }
        return languages.orElse(List.of()).stream().distinct().toList();
    }

    private RemoteAddress remote(JsonForm remote) {
        String upstream = remote.line("upstream", CatalogueEntry.MAX_NAME_CHARACTERS);
        if (!upstreams.contains(upstream)) {
            remote.wrong("upstream", Message.of("model.upstream", String.join(", ", upstreams)));
        }
        return new RemoteAddress(upstream, remote.line("model", CatalogueEntry.MAX_NAME_CHARACTERS));
    }

    private static ModelLimits limits(JsonForm limits) {
        return new ModelLimits(
                limits.integer("maxAudioSeconds", 1, ModelLimits.MAX_AUDIO_SECONDS),
                limits.integer("maxTokensPerMinute", 1, ModelLimits.MAX_TOKENS_PER_MINUTE));
    }

    private Price price(JsonForm price, Optional<UUID> model) {
        requireInForce(price, model);
        return new Price(
                amount(price, "perMinute"),
                amount(price, "perMillionPromptTokens"),
                amount(price, "perMillionCompletionTokens"));
    }

    /** What an answer tells of the price in force may come back, so that a client can send what it has read. */
    private void requireInForce(JsonForm price, Optional<UUID> model) {
        if (price.optionalText("currency")
                .filter(named -> !named.equals(prices.currency()))
                .isPresent()) {
            price.wrong("currency", Message.of("model.currency", prices.currency()));
        }
        Optional<Instant> validFrom = price.instant("validFrom");
        Optional<String> priceId = price.optionalText("priceId");
        if (validFrom.isEmpty() && priceId.isEmpty()) {
            return;
        }
        Optional<PriceInForce> inForce =
                model.map(known -> prices.inForce(account).get(known));
        if (validFrom.isPresent() && !validFrom.equals(inForce.map(PriceInForce::validFrom))) {
            price.wrong("validFrom", Message.of("model.price-other"));
        }
        if (priceId.isPresent()
                && !priceId.map(text -> text.toLowerCase(Locale.ROOT))
                        .equals(inForce.map(known -> known.id().toString()))) {
            price.wrong("priceId", Message.of("model.price-other"));
        }
    }

    /** Zero where the part is absent. */
    private static BigDecimal amount(JsonForm price, String part) {
        if (!price.has(part)) {
            return BigDecimal.ZERO;
        }
        Optional<BigDecimal> amount = price.digits(part)
                .filter(digits -> DECIMAL.matcher(digits).matches())
                .map(BigDecimal::new)
                .filter(Price::isPossible);
        if (amount.isEmpty()) {
            price.wrong(part, Message.of("model.amount"));
        }
        return amount.orElse(BigDecimal.ZERO);
    }
}
