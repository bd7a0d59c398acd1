package dev.escriba.openai.boundary;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Token;
import dev.escriba.speech.entity.Word;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.Deflater;

/** Segments, tokens and words as OpenAI's clients know them. */
final class SegmentJson {

    private static final int MILLIS_OF_A_FRAME = 10;

    private SegmentJson() {}

    /** A segment of {@code verbose_json}. All fields are required. */
    static JsonObjectBuilder verbose(int index, Segment segment) {
        JsonArrayBuilder tokens = Json.createArrayBuilder();
        segment.tokens().forEach(token -> tokens.add(token.id()));
        return Json.createObjectBuilder()
                .add("id", index)
                .add("seek", segment.start().toMillis() / MILLIS_OF_A_FRAME)
                .add("start", JsonNumbers.seconds(segment.start()))
                .add("end", JsonNumbers.seconds(segment.end()))
                .add("text", " " + segment.text())
                .add("tokens", tokens)
                .add("temperature", 0)
                .add("avg_logprob", JsonNumbers.of(segment.meanLogProbability()))
                .add("compression_ratio", JsonNumbers.of(compressionRatio(segment.text())))
                .add("no_speech_prob", JsonNumbers.of(segment.noSpeechProbability()));
    }

    /** A segment of {@code diarized_json}; a stream sends it as an event. */
    static JsonObjectBuilder diarized(int index, Segment segment, Speakers speakers) {
        return Json.createObjectBuilder()
                .add("type", "transcript.text.segment")
                .add("id", id(index))
                .add("start", JsonNumbers.seconds(segment.start()))
                .add("end", JsonNumbers.seconds(segment.end()))
                .add("text", segment.text())
                .add("speaker", speakers.of(segment));
    }

    /** The id of a segment with its speaker. */
    static String id(int index) {
        return String.format(Locale.ROOT, "seg_%03d", index + 1);
    }

    static JsonArrayBuilder logprobs(List<Segment> segments) {
        JsonArrayBuilder logprobs = Json.createArrayBuilder();
        for (Segment segment : segments) {
            segment.tokens().forEach(token -> logprobs.add(logprob(token)));
        }
        return logprobs;
    }

    private static JsonObjectBuilder logprob(Token token) {
        JsonArrayBuilder bytes = Json.createArrayBuilder();
        token.bytes().chars().forEach(bytes::add);
        return Json.createObjectBuilder()
                .add("token", token.text())
                .add("logprob", JsonNumbers.of(token.logProbability()))
                .add("bytes", bytes);
    }

    static JsonArrayBuilder words(List<Segment> segments) {
        JsonArrayBuilder words = Json.createArrayBuilder();
        for (Segment segment : segments) {
            for (Word word : segment.words()) {
                words.add(Json.createObjectBuilder()
                        .add("word", word.text())
                        .add("start", JsonNumbers.seconds(word.start()))
                        .add("end", JsonNumbers.seconds(word.end())));
            }
        }
        return words;
    }

    /** The length in UTF-8, divided by its length when it is compressed: high for text that repeats itself. */
    static double compressionRatio(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] buffer = new byte[1 << 12];
            int length = 0;
            while (!deflater.finished()) {
                length += deflater.deflate(buffer);
            }
            return (double) bytes.length / length;
        } finally {
            deflater.end();
        }
    }
}
