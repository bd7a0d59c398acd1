package dev.escriba.transcription.queue;

import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.culture.entity.Culture;
import dev.escriba.models.entity.Price;
import dev.escriba.transcription.control.Quotes;
import dev.escriba.transcription.entity.IdempotencyClaim;
import dev.escriba.transcription.entity.Instance;
import dev.escriba.transcription.entity.Quote;
import dev.escriba.transcription.entity.RunRequest;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The command and the quote of a queued run, which the columns of its instance do not have. It is stored as JSON,
 * sealed.
 *
 * @param fallbacks that the hold covers
 * @param formats that the sender of the recording may send; empty for those that are configured for all
 */
record WaitingRequest(
        TranscriptionCommand command, Quote quote, List<WaitingFallback> fallbacks, List<String> formats) {

    WaitingRequest {
        fallbacks = List.copyOf(fallbacks);
        formats = List.copyOf(formats);
    }

    /**
     * A model that may take the run over.
     *
     * @param most the maximum cost with this model
     */
    record WaitingFallback(UUID model, Tariff tariff, BigDecimal most) {}

    static WaitingRequest of(RunRequest request, Quotes.Quoted quoted) {
        return new WaitingRequest(
                request.command(),
                quoted.quote(),
                quoted.fallbacks().stream()
                        .map(other -> new WaitingFallback(other.model().id(), other.tariff(), other.most()))
                        .toList(),
                request.recording().upload().formats());
    }

    /** The hold of the run, if it costs something. */
    Optional<Reservation> held(Instance instance) {
        return quote.reservation(
                new Spender(instance.accountId(), instance.caller(), command.userIdentifier()), instance.startedAt());
    }

    String json() {
        TranscriptionOptions options = command.options();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("prompt", command.prompt())
                .add("culture", command.culture().tag())
                .add("languages", array(options.languages()))
                .add("keywords", array(options.keywords()))
                .add("words", options.words())
                .add("separateChannels", options.separateChannels())
                .add("formats", array(formats))
                .add("tariff", json(quote.tariff()))
                // a node of the version before reads the hold here, and knows no fallbacks
                .add("most", quote.hold().toPlainString())
                .add("own", quote.most().toPlainString());
        JsonArrayBuilder others = Json.createArrayBuilder();
        fallbacks.forEach(other -> others.add(Json.createObjectBuilder()
                .add("model", other.model().toString())
                .add("tariff", json(other.tariff()))
                .add("most", other.most().toPlainString())));
        json.add("fallbacks", others);
        JsonArrayBuilder channels = Json.createArrayBuilder();
        quote.channels().forEach(channels::add);
        json.add("channels", channels);
        command.modelId().ifPresent(model -> json.add("model", model.toString()));
        command.userIdentifier().ifPresent(user -> json.add("user", user));
        command.channel().ifPresent(channel -> json.add("channel", channel));
        command.claim()
                .ifPresent(claim -> json.add(
                        "claim",
                        Json.createObjectBuilder()
                                .add("account", claim.accountId())
                                .add("caller", claim.caller())
                                .add("key", claim.key())
                                .add("digest", claim.requestDigest())));
        return json.build().toString();
    }

    static WaitingRequest read(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            JsonObject json = reader.readObject();
            TranscriptionOptions options = new TranscriptionOptions(
                    Set.copyOf(texts(json, "languages")),
                    texts(json, "keywords"),
                    json.getBoolean("words"),
                    json.getBoolean("separateChannels"));
            TranscriptionCommand command = new TranscriptionCommand(
                    text(json, "model").map(UUID::fromString),
                    json.getString("prompt"),
                    text(json, "user"),
                    text(json, "channel"),
                    Culture.ofTag(json.getString("culture")).orElse(Culture.DEFAULT),
                    Optional.ofNullable(json.getJsonObject("claim")).map(WaitingRequest::claim),
                    options);
            List<Integer> channels = json.getJsonArray("channels").getValuesAs(jakarta.json.JsonNumber.class).stream()
                    .map(jakarta.json.JsonNumber::intValue)
                    .toList();
            BigDecimal hold = new BigDecimal(json.getString("most"));
            // a request that a node of the version before has stored has one maximum
            BigDecimal own = text(json, "own").map(BigDecimal::new).orElse(hold);
            Quote quote = new Quote(tariff(json.getJsonObject("tariff")), own, hold, channels);
            return new WaitingRequest(command, quote, fallbacks(json), texts(json, "formats"));
        }
    }

    private static List<WaitingFallback> fallbacks(JsonObject json) {
        return Optional.ofNullable(json.getJsonArray("fallbacks")).stream()
                .flatMap(all -> all.getValuesAs(JsonObject.class).stream())
                .map(other -> new WaitingFallback(
                        UUID.fromString(other.getString("model")),
                        tariff(other.getJsonObject("tariff")),
                        new BigDecimal(other.getString("most"))))
                .toList();
    }

    private static JsonObjectBuilder json(Tariff tariff) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("perMinute", tariff.price().perMinute().toPlainString())
                .add(
                        "perMillionPromptTokens",
                        tariff.price().perMillionPromptTokens().toPlainString())
                .add(
                        "perMillionCompletionTokens",
                        tariff.price().perMillionCompletionTokens().toPlainString())
                .add("currency", tariff.currency())
                .add("scale", tariff.scale())
                .add("rounding", tariff.rounding().name());
        tariff.priceId().ifPresent(id -> json.add("price", id.toString()));
        return json;
    }

    private static Tariff tariff(JsonObject json) {
        Price price = new Price(
                new BigDecimal(json.getString("perMinute")),
                new BigDecimal(json.getString("perMillionPromptTokens")),
                new BigDecimal(json.getString("perMillionCompletionTokens")));
        return new Tariff(
                text(json, "price").map(UUID::fromString),
                price,
                json.getString("currency"),
                json.getInt("scale"),
                RoundingMode.valueOf(json.getString("rounding")));
    }

    private static IdempotencyClaim claim(JsonObject json) {
        return new IdempotencyClaim(
                json.getString("account"), json.getString("caller"), json.getString("key"), json.getString("digest"));
    }

    private static Optional<String> text(JsonObject json, String name) {
        return Optional.ofNullable(json.getString(name, null));
    }

    private static JsonArrayBuilder array(Collection<String> values) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        values.forEach(array::add);
        return array;
    }

    private static List<String> texts(JsonObject json, String name) {
        JsonArray array = json.getJsonArray(name);
        return array.getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }

    /** Without the prompt and the key. */
    @Override
    public String toString() {
        return "WaitingRequest";
    }
}
