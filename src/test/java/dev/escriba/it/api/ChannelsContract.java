package dev.escriba.it.api;

import static dev.escriba.it.support.Answer.errors;
import static dev.escriba.it.support.Answer.success;
import static dev.escriba.it.support.Answer.words;
import static dev.escriba.it.support.Service.Part.file;
import static dev.escriba.it.support.Service.Part.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import jakarta.json.JsonObject;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The channels of a recording, one by one. The call has an English sentence and, while it is spoken, a Spanish one. */
interface ChannelsContract {

    Service service();

    private JsonObject separate(Path recording, String name) {
        return success(service().transcribe(text(name, "separate"), file("File", recording)));
    }

    private JsonObject alone(int channel) {
        return success(service().transcribe(file("File", MediaFixture.callChannel(channel))));
    }

    private static int tokens(JsonObject answer, String kind) {
        return answer.getJsonObject("tokenUsage").getInt(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Channels", "channels", "CHANNELS"})
    default void eachChannelHasItsWordsAsIfItWereAlone(String name) {
        JsonObject english = alone(0);
        JsonObject spanish = alone(1);
        JsonObject both = separate(MediaFixture.call("call.wav"), name);
        assertThat(both.getString("transcript"))
                .isEqualTo(english.getString("transcript") + " " + spanish.getString("transcript"));
        assertThat(words(both.getString("transcript"))).contains("brown fox").contains("reunion");
        assertThat(both.getJsonObject("metadata").getString("duration")).isEqualTo("00:00:07.0000000");
        for (String kind : new String[] {"completionTokens", "promptTokens"}) {
            assertThat(tokens(both, kind)).isEqualTo(tokens(english, kind) + tokens(spanish, kind));
        }
    }

    @Test
    default void aCompressedCallHasTheWordsOfBothToo() {
        String transcript = words(separate(MediaFixture.call("call.mp3", "-b:a", "128k"), "Channels")
                .getString("transcript"));
        assertThat(transcript).contains("brown fox").contains("reunion");
    }

    @Test
    default void eachChannelIsChargedAndDualMonoOnce() {
        assertThat(charged(MediaFixture.call("call.wav"), "separate")).isEqualByComparingTo("0.0014");
        assertThat(charged(MediaFixture.call("call.wav"), "mixed")).isEqualByComparingTo("0.0007");
        assertThat(charged(MediaFixture.stereoWav(), "separate"))
                .isBetween(new BigDecimal("0.00031"), new BigDecimal("0.00032"));
    }

    /** What the minutes cost. */
    private BigDecimal charged(Path recording, String channels) {
        return success(service()
                        .transcribe(
                                text("Channels", channels),
                                text("ModelId", BillingContract.PRICED),
                                file("File", recording)))
                .getJsonObject("cost")
                .getJsonNumber("prompt")
                .bigDecimalValue();
    }

    @Test
    default void withoutTheFieldAndWithMixedTheAnswerIsTheSame() {
        JsonObject without = success(service().transcribe(file("File", MediaFixture.call("call.wav"))));
        JsonObject mixed =
                success(service().transcribe(text("channels", "mixed"), file("File", MediaFixture.call("call.wav"))));
        for (String part : new String[] {"transcript", "metadata", "tokenUsage", "cost"}) {
            assertThat(mixed.get(part)).isEqualTo(without.get(part));
        }
    }

    @Test
    default void anotherValueIsRefused() {
        JsonObject errors =
                errors(service().transcribe(text("channels", "left"), file("File", MediaFixture.ENGLISH)), 400);
        assertThat(errors.getString("Channels")).isEqualTo("This must be one of: separate, mixed.");
        HttpResponse<String> spanish = service()
                .post(
                        "/api/v2/Audio/transcribe?culture=es",
                        text("channels", "left"),
                        file("File", MediaFixture.ENGLISH));
        assertThat(errors(spanish, 400).getString("Channels"))
                .isEqualTo("Debe ser uno de estos valores: separate, mixed.");
    }
}
