package dev.escriba.openai.boundary;

import dev.escriba.billing.entity.Cost;
import dev.escriba.openai.entity.AudioRequest;
import dev.escriba.openai.entity.ResponseFormat;
import dev.escriba.openai.entity.Task;
import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Token;
import dev.escriba.speech.entity.Word;
import dev.escriba.transcription.entity.TranscriptionResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Requests and results to answer. */
final class AudioFixture {

    static final UUID INSTANCE = UUID.fromString("00000000-0000-4000-8000-000000000001");

    static final Segment HELLO = segment(
            500,
            1250,
            "Hello & bye.",
            "en",
            List.of(new Token(7, " Hello", -0.125), new Token(9, " ñ", -0.5)),
            List.of(
                    new Word("Hello", Duration.ofMillis(500), Duration.ofMillis(900), 0.9),
                    new Word("bye.", Duration.ofMillis(1000), Duration.ofMillis(1250), 0.8)),
            OptionalInt.empty());

    static final Segment HOLA = segment(2000, 3000, "Hola.", "es", List.of(), List.of(), OptionalInt.of(1));

    private AudioFixture() {}

    static Segment segment(
            long start,
            long end,
            String text,
            String language,
            List<Token> tokens,
            List<Word> words,
            OptionalInt channel) {
        return new Segment(
                Duration.ofMillis(start),
                Duration.ofMillis(end),
                text,
                language,
                -0.25,
                0.0625,
                tokens,
                words,
                channel);
    }

    static AudioRequest request(ResponseFormat format, boolean logprobs, boolean words, String... speakers) {
        return new AudioRequest(
                Task.TRANSCRIBE,
                "whisper-1",
                format,
                false,
                Set.of(),
                "languages",
                "",
                List.of(),
                logprobs,
                words,
                true,
                false,
                List.of(speakers),
                Optional.empty(),
                Optional.empty());
    }

    static TranscriptionResult result(String text, String language, Segment... segments) {
        Cost cost = null;
        return new TranscriptionResult(
                INSTANCE,
                Optional.of(text),
                Optional.ofNullable(language),
                Duration.ofMillis(8470),
                5,
                85,
                cost,
                false,
                List.of(segments));
    }
}
