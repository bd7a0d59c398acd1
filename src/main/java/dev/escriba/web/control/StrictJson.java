package dev.escriba.web.control;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Parses a JSON object that has one meaning only. Other parsers let the last of two members with one name win, replace
 * bytes that are not UTF-8, and accept halves of surrogate pairs. Here each of these is an error.
 */
public final class StrictJson {

    /** Deeper than any body of the API. */
    private static final int MAX_DEPTH = 16;

    private final JsonParser parser;

    private StrictJson(JsonParser parser) {
        this.parser = parser;
    }

    /** @throws RuntimeException if the bytes are not one such object */
    static JsonObject parse(byte[] body) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    /**
     * The object that the text is.
     *
     * @throws RuntimeException if the text is not one such object
     */
    public static JsonObject parse(String body) {
        try (JsonParser parser = Json.createParser(new StringReader(body))) {
            if (parser.next() != JsonParser.Event.START_OBJECT) {
                throw new IllegalArgumentException("not an object");
            }
            JsonObject object = new StrictJson(parser).object(1);
            // throws if text follows the object
            if (parser.hasNext()) {
                throw new IllegalArgumentException("more than one value");
            }
            return object;
        }
    }

    private JsonObject object(int depth) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        Set<String> names = new HashSet<>();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_OBJECT; event = parser.next()) {
            String name = wellFormed(parser.getString());
            if (!names.add(name)) {
                throw new IllegalArgumentException("two members have one name");
            }
            object.add(name, value(parser.next(), depth));
        }
        return object.build();
    }

    private JsonValue array(int depth) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        for (JsonParser.Event event = parser.next(); event != JsonParser.Event.END_ARRAY; event = parser.next()) {
            array.add(value(event, depth));
        }
        return array.build();
    }

    private JsonValue value(JsonParser.Event event, int depth) {
        if (depth >= MAX_DEPTH) {
            throw new IllegalArgumentException("nested too deeply");
        }
        return switch (event) {
            case START_OBJECT -> object(depth + 1);
            case START_ARRAY -> array(depth + 1);
            case VALUE_STRING -> {
                wellFormed(parser.getString());
                yield parser.getValue();
            }
            default -> parser.getValue();
        };
    }

    private static String wellFormed(String text) {
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new IllegalArgumentException("half of a surrogate pair");
        }
        return text;
    }
}
