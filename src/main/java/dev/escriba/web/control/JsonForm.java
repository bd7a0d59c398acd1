package dev.escriba.web.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads the JSON object of a request field by field; what is wrong with them comes together, by {@link #check()}. Read by hand and not by a binding, so that
 * every field at fault is named, a number stays what was written, and absent and null are told apart. A field that nobody knows is an error: it
 * may be a limit that somebody believes to have set.
 */
public final class JsonForm {

    private static final int MAX_BYTES = 1 << 16;

    private final JsonObject body;
    private final Map<String, Message> errors = new LinkedHashMap<>();

    private JsonForm(JsonObject body, Set<String> known) {
        this.body = body;
        body.keySet().stream()
                .filter(field -> !known.contains(field))
                .limit(10)
                .forEach(field -> wrong(printable(field), Message.of("json.unknown-field")));
    }

    /** Throws 400 where this is no JSON object in UTF-8, or longer than any that is valid. */
    public static JsonForm of(InputStream body, Set<String> known) {
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Problem.of(400, "json.invalid");
            }
            return of(new String(bytes, StandardCharsets.UTF_8), known);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonForm of(String body, Set<String> known) {
        try (JsonParser parser = Json.createParser(new StringReader(body))) {
            parser.next();
            JsonForm form = new JsonForm(parser.getObject(), known);
            // throws where something follows
            if (parser.hasNext()) {
                throw new IllegalArgumentException("more than one value");
            }
            return form;
        } catch (RuntimeException wrong) {
            // parsers have words of their own for what is too deep, or too long a number
            throw Problem.of(400, "json.invalid");
        }
    }

    /** Whether it is there, be it null. */
    public boolean has(String field) {
        return body.containsKey(field);
    }

    /** A line of text, stripped; neither empty nor absent. */
    public String line(String field, int most) {
        String text = string(field).map(String::strip).orElse("");
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > most) {
            wrong(field, Message.of("json.text", most));
        } else if (text.chars().anyMatch(JsonForm::isUnfit)) {
            wrong(field, Message.of("text.control-characters"));
        }
        return text;
    }

    public Optional<Integer> integer(String field, int least, int most) {
        return read(field, Message.of("json.integer", String.valueOf(least), String.valueOf(most)), value -> {
            int number = ((JsonNumber) value).bigDecimalValue().intValueExact();
            if (number < least || number > most) {
                throw new IllegalArgumentException("out of range");
            }
            return number;
        });
    }

    /** With its offset. */
    public Optional<Instant> instant(String field) {
        return read(field, Message.of("json.instant"), value -> {
            Instant instant =
                    OffsetDateTime.parse(((JsonString) value).getString()).toInstant();
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(Instant.parse("9999-12-30T00:00:00Z"))) {
                throw new DateTimeException("out of the range of any use");
            }
            return instant;
        });
    }

    public Optional<UUID> uuid(String field) {
        return read(field, Message.of("parameter.uuid"), value -> Parameters.uuid(((JsonString) value).getString()));
    }

    /** A list of 1 to so many words, each of which is read. */
    public <T> Optional<List<T>> list(String field, int most, Message otherwise, Function<String, T> reader) {
        return read(field, otherwise, value -> {
            JsonArray words = (JsonArray) value;
            if (words.isEmpty() || words.size() > most) {
                throw new IllegalArgumentException("too few or too many");
            }
            return words.stream()
                    .map(word -> reader.apply(((JsonString) word).getString()))
                    .toList();
        });
    }

    /** What is written as text. */
    public Optional<String> string(String field) {
        return body.get(field) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    /** What is written as a number, digit by digit, or as text. */
    public Optional<String> digits(String field) {
        return body.get(field) instanceof JsonNumber number
                ? Optional.of(number.toString())
                : string(field).map(String::strip);
    }

    /** The first thing that is wrong with a field is told. */
    public void wrong(String field, Message message) {
        errors.putIfAbsent(field, message);
    }

    /** Throws what was found wrong. */
    public void check() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private <T> Optional<T> read(String field, Message otherwise, Function<JsonValue, T> reader) {
        JsonValue value = body.getOrDefault(field, JsonValue.NULL);
        if (value == JsonValue.NULL) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(value));
        } catch (ClassCastException | IllegalArgumentException | DateTimeException | ArithmeticException wrong) {
            wrong(field, otherwise);
            return Optional.empty();
        }
    }

    /** Control characters, and those that turn the order of what is read. */
    private static boolean isUnfit(int c) {
        return Character.isISOControl(c)
                || c == 0x2028
                || c == 0x2029
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069);
    }

    private static String printable(String field) {
        String plain = field.replaceAll("[^\\p{L}\\p{N}_.-]", "?");
        return plain.length() > 50 ? plain.substring(0, 50) : plain;
    }
}
