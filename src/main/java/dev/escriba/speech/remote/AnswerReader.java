package dev.escriba.speech.remote;

import dev.escriba.speech.remote.RemoteTranscript.Part;
import dev.escriba.speech.remote.RemoteTranscript.Usage;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the {@code json} and the {@code verbose_json} of a server. Anything else is {@link Fault#INVALID}. */
final class AnswerReader {

    private static final int MAX_PARTS = 200_000;

    /** For each channel of a recording: their sum is an int. */
    private static final int MAX_TOKENS = 2_000_000;

    private AnswerReader() {}

    static RemoteTranscript read(byte[] body) throws UpstreamException {
        try {
            String json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            try (JsonReader reader = Json.createReader(new StringReader(json))) {
                return transcript(reader.readObject());
            }
        } catch (CharacterCodingException | RuntimeException | StackOverflowError e) {
            // the exception of a parser may hold a part of the text
            throw new UpstreamException(Fault.INVALID);
        }
    }

    private static RemoteTranscript transcript(JsonObject answer) {
        Optional<String> language = answer.get("language") instanceof JsonString name
                ? LanguageNames.code(name.getString())
                : Optional.empty();
        return new RemoteTranscript(
                plain(answer.getString("text")),
                language,
                number(answer, "duration"),
                seconds(answer),
                parts(answer, "segments", "text"),
                parts(answer, "words", "word"),
                usage(answer));
    }

    private static List<Part> parts(JsonObject answer, String list, String text) {
        List<Part> parts = new ArrayList<>();
        if (!(answer.get(list) instanceof JsonArray values)) {
            return parts;
        }
        if (values.size() > MAX_PARTS) {
            throw new IllegalArgumentException("too many parts");
        }
        for (JsonValue value : values) {
            JsonObject part = value.asJsonObject();
            String said = plain(part.getString(text));
            if (!said.isEmpty()) {
                parts.add(new Part(
                        said,
                        number(part, "start").orElseThrow(),
                        number(part, "end").orElseThrow(),
                        Math.min(0, number(part, "avg_logprob").orElse(Double.NaN)),
                        Math.max(0, Math.min(1, number(part, "no_speech_prob").orElse(Double.NaN)))));
            }
        }
        return parts;
    }

    private static Optional<Double> number(JsonObject of, String name) {
        if (!(of.get(name) instanceof JsonNumber number)) {
            return Optional.empty();
        }
        double value = number.doubleValue();
        if (!Double.isFinite(value) || Math.abs(value) > 1e9) {
            throw new IllegalArgumentException(name + " is out of range");
        }
        return Optional.of(value);
    }

    private static Optional<Double> seconds(JsonObject answer) {
        return answer.get("usage") instanceof JsonObject usage ? number(usage, "seconds") : Optional.empty();
    }

    /** Usage in seconds counts no tokens. */
    private static Optional<Usage> usage(JsonObject answer) {
        if (!(answer.get("usage") instanceof JsonObject usage)) {
            return Optional.empty();
        }
        Optional<Integer> prompt = tokens(usage, "input_tokens", "prompt_tokens");
        Optional<Integer> completion = tokens(usage, "output_tokens", "completion_tokens");
        return prompt.isPresent() && completion.isPresent()
                ? Optional.of(new Usage(prompt.get(), completion.get()))
                : Optional.empty();
    }

    private static Optional<Integer> tokens(JsonObject usage, String... names) {
        for (String name : names) {
            if (usage.get(name) instanceof JsonNumber number) {
                int tokens = number.intValueExact();
                if (tokens < 0 || tokens > MAX_TOKENS) {
                    throw new IllegalArgumentException(name + " is out of range");
                }
                return Optional.of(tokens);
            }
        }
        return Optional.empty();
    }

    /** Without blanks around it, and without control characters and halves of surrogate pairs, which no store takes. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == '\t' || c == '\r' || c == '\n' ? ' ' : c)
                .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
                .forEach(plain::appendCodePoint);
        return plain.toString().strip();
    }
}
