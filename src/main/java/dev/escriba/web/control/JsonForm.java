package dev.escriba.web.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.culture.entity.VisibleText;
import dev.escriba.problem.entity.Problem;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads the JSON object of a request field by field and collects the errors of all fields; {@link #check()} throws them
 * together. It does not use JSON-B, so that it can name every wrong field, keep the digits of a number, and tell an
 * absent field from null. An unknown field is an error, because it may be a misspelt limit.
 */
public final class JsonForm {

    private static final int MAX_BYTES = 1 << 16;

    private final JsonObject body;
    private final String prefix;
    private final Map<String, Message> errors;

    private JsonForm(JsonObject body, Set<String> known) {
        this(body, known, "", new LinkedHashMap<>());
    }

    private JsonForm(JsonObject body, Set<String> known, String prefix, Map<String, Message> errors) {
        this.body = body;
        this.prefix = prefix;
        this.errors = errors;
        body.keySet().stream()
                .filter(field -> !known.contains(field))
                .limit(10)
                .forEach(field -> wrong(printable(field), Message.of("json.unknown-field")));
    }

    /**
     * Parses a request body.
     *
     * @param known names of the permitted fields
     * @throws Problem 400 if the body is not a JSON object in UTF-8, names a member twice, has half of a surrogate pair
     *     or is longer than 64 KiB
     */
    public static JsonForm of(InputStream body, Set<String> known) {
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Problem.of(400, "json.invalid");
            }
            return of(() -> StrictJson.parse(bytes), known);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * As {@link #of(InputStream, Set)}, for names that match in any case. The fields have the spelling of the known
     * names. A name in two spellings is an error.
     */
    public static JsonForm ofAnyCase(InputStream body, Set<String> known) {
        try {
            byte[] bytes = body.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Problem.of(400, "json.invalid");
            }
            return of(() -> spelt(StrictJson.parse(bytes), known), known);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonObject spelt(JsonObject body, Set<String> known) {
        JsonObjectBuilder spelt = Json.createObjectBuilder();
        Set<String> names = new HashSet<>();
        body.forEach((name, value) -> {
            String field =
                    known.stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
            if (!names.add(field)) {
                throw new IllegalArgumentException("two members have one name");
            }
            spelt.add(field, value);
        });
        return spelt.build();
    }

    public static JsonForm of(String body, Set<String> known) {
        return of(() -> StrictJson.parse(body), known);
    }

    private static JsonForm of(Supplier<JsonObject> parser, Set<String> known) {
        try {
            return new JsonForm(parser.get(), known);
        } catch (RuntimeException wrong) {
            // parsers throw exceptions of their own for deep nesting and very long numbers
            throw Problem.of(400, "json.invalid");
        }
    }

    /** Whether the object has the field, even with the value null. */
    public boolean has(String field) {
        return body.containsKey(field);
    }

    /**
     * A line of text that names something, without leading and trailing blanks. An absent or empty text is an error.
     *
     * @param most maximum length in code points
     */
    public String line(String field, int most) {
        String text = string(field).map(String::strip).orElse("");
        int length = text.codePointCount(0, text.length());
        if (length < 1 || length > most) {
            wrong(field, Message.of("json.text", most));
        } else {
            VisibleText.faultOfName(text).ifPresent(fault -> wrong(field, fault));
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

    /** {@code true} or {@code false}; empty if the field is absent. Null is an error. */
    public Optional<Boolean> flag(String field) {
        refuseNull(field);
        return read(field, Message.of("json.flag"), value -> switch (value.getValueType()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        });
    }

    /** Adds an error if the value is null. For a field whose absence means a default that null would not mean. */
    public void refuseNull(String field) {
        if (JsonValue.NULL.equals(body.get(field))) {
            wrong(field, Message.of("json.null"));
        }
    }

    /** An ISO 8601 instant with an offset; empty if the field is absent or null. */
    public Optional<Instant> instant(String field) {
        return read(field, Message.of("json.instant"), value -> {
            Instant instant =
                    OffsetDateTime.parse(((JsonString) value).getString()).toInstant();
            if (instant.isBefore(Instant.EPOCH) || instant.isAfter(Instant.parse("9999-12-30T00:00:00Z"))) {
                throw new DateTimeException("the year is out of range");
            }
            return instant;
        });
    }

    /** A UUID; empty if the field is absent. Null is an error. */
    public Optional<UUID> uuid(String field) {
        refuseNull(field);
        return read(field, Message.of("parameter.uuid"), value -> Parameters.uuid(((JsonString) value).getString()));
    }

    /**
     * An object within this one; empty if the field is absent or null. Its errors belong to this form, with the name of
     * the field before theirs.
     *
     * @param known names of the permitted fields within it
     */
    public Optional<JsonForm> object(String field, Set<String> known) {
        return read(
                field,
                Message.of("json.object"),
                value -> new JsonForm((JsonObject) value, known, prefix + field + ".", errors));
    }

    /** As {@link #list}, where the list may also be empty. An absent field and null mean an empty list. */
    public <T> List<T> listOrNone(String field, int most, Message otherwise, Function<String, T> reader) {
        if (body.get(field) instanceof JsonArray none && none.isEmpty()) {
            return List.of();
        }
        return list(field, most, otherwise, reader).orElse(List.of());
    }

    /**
     * A list of strings, each converted by the reader; empty if the field is absent or null.
     *
     * @param most maximum number of elements; the minimum is 1
     * @param otherwise the error if the value is no such list
     */
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

    /** A text of any length; empty if the field is absent or null. */
    public Optional<String> optionalText(String field) {
        return read(field, Message.of("json.string"), value -> ((JsonString) value).getString());
    }

    /** The value if it is a JSON string. */
    public Optional<String> string(String field) {
        return body.get(field) instanceof JsonString text ? Optional.of(text.getString()) : Optional.empty();
    }

    /** The digits of a JSON number as they were written, or the text of a JSON string. */
    public Optional<String> digits(String field) {
        return body.get(field) instanceof JsonNumber number
                ? Optional.of(number.toString())
                : string(field).map(String::strip);
    }

    /** Adds an error. The first error of a field counts. */
    public void wrong(String field, Message message) {
        errors.putIfAbsent(prefix + field, message);
    }

    /**
     * Throws the collected errors.
     *
     * @throws Problem 400 with one message for each wrong field
     */
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

    /** The name of a field or parameter that a caller made up, for an answer. */
    public static String printable(String field) {
        String plain = field.replaceAll("[^\\p{L}\\p{N}_.-]", "?");
        return plain.length() > 50 ? plain.substring(0, 50) : plain;
    }
}
