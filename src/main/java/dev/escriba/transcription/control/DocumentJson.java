package dev.escriba.transcription.control;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.entity.Word;
import dev.escriba.transcription.entity.StoredDocument;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The stored form of segments: a JSON document without the tokens. Times are seconds. A reader ignores unknown names
 * and reads absent ones as empty, so that nodes of two versions can read each other's documents.
 */
public final class DocumentJson {

    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
    private static final int NANO_DIGITS = 9;

    private DocumentJson() {}

    /**
     * Writes segments. Leaves their words out if the document would be longer than its column. Empty if it is still too
     * long.
     */
    public static Optional<String> write(List<Segment> segments) {
        String document = write(segments, true);
        if (document.length() > StoredDocument.MAX_CHARACTERS) {
            document = write(segments, false);
        }
        return Optional.of(document).filter(written -> written.length() <= StoredDocument.MAX_CHARACTERS);
    }

    private static String write(List<Segment> segments, boolean withWords) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = GENERATORS.createGenerator(text)) {
            json.writeStartObject().writeStartArray("segments");
            for (Segment segment : segments) {
                json.writeStartObject();
                json.write("start", seconds(segment.start()));
                json.write("end", seconds(segment.end()));
                json.write("text", segment.text());
                json.write("language", segment.language());
                number("avg_logprob", segment.meanLogProbability(), json);
                number("no_speech", segment.noSpeechProbability(), json);
                segment.channel().ifPresent(channel -> json.write("channel", channel));
                if (withWords && !segment.words().isEmpty()) {
                    json.writeStartArray("words");
                    segment.words().forEach(word -> write(word, json));
                    json.writeEnd();
                }
                json.writeEnd();
            }
            json.writeEnd().writeEnd();
        }
        return text.toString();
    }

    private static void write(Word word, JsonGenerator json) {
        json.writeStartObject();
        json.write("text", word.text());
        json.write("start", seconds(word.start()));
        json.write("end", seconds(word.end()));
        number("probability", word.probability(), json);
        json.writeEnd();
    }

    /** JSON has only finite numbers. */
    private static void number(String name, double value, JsonGenerator json) {
        if (Double.isFinite(value)) {
            json.write(name, value);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static List<Segment> read(String document) {
        try (JsonReader reader = READERS.createReader(new StringReader(document))) {
            List<Segment> segments = new ArrayList<>();
            for (JsonObject segment : objects(reader.readObject(), "segments")) {
                segments.add(segment(segment));
            }
            return segments;
        }
    }

    private static Segment segment(JsonObject json) {
        List<Word> words = new ArrayList<>();
        for (JsonObject word : objects(json, "words")) {
            words.add(new Word(
                    word.getString("text"),
                    duration(word, "start"),
                    duration(word, "end"),
                    number(word, "probability")));
        }
        return new Segment(
                duration(json, "start"),
                duration(json, "end"),
                json.getString("text"),
                json.getString("language", ""),
                number(json, "avg_logprob"),
                number(json, "no_speech"),
                List.of(),
                words,
                json.containsKey("channel") ? OptionalInt.of(json.getInt("channel")) : OptionalInt.empty());
    }

    private static List<JsonObject> objects(JsonObject json, String name) {
        JsonArray array = json.containsKey(name) ? json.getJsonArray(name) : JsonValue.EMPTY_JSON_ARRAY;
        return array.getValuesAs(JsonObject.class);
    }

    private static double number(JsonObject json, String name) {
        return json.containsKey(name) ? json.getJsonNumber(name).doubleValue() : Double.NaN;
    }

    private static BigDecimal seconds(Duration duration) {
        BigDecimal exact = BigDecimal.valueOf(duration.toNanos(), NANO_DIGITS).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    private static Duration duration(JsonObject json, String name) {
        return Duration.ofNanos(json.getJsonNumber(name)
                .bigDecimalValue()
                .movePointRight(NANO_DIGITS)
                .longValue());
    }
}
