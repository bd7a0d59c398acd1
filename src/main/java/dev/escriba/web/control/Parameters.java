package dev.escriba.web.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.culture.entity.VisibleText;
import dev.escriba.problem.entity.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads the query parameters of a listing and collects their errors; {@link #check()} throws them together. A blank
 * parameter counts as absent.
 */
public final class Parameters {

    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Map<String, Message> errors = new LinkedHashMap<>();

    /** An ISO 8601 instant with an offset, or a date, which means the beginning of that day in UTC. */
    public Optional<Instant> instant(String name, String value) {
        return read(name, value, Message.of("parameter.instant"), text -> {
            Instant instant = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
            int year = instant.atOffset(ZoneOffset.UTC).getYear();
            if (year < 1900 || year > 9999) {
                throw new DateTimeException("the year is out of range");
            }
            return instant;
        });
    }

    /**
     * Adds an error if the range is empty.
     *
     * @param name the parameter to report
     */
    public void requireOrder(String name, Instant from, Instant to) {
        if (errors.isEmpty() && !from.isBefore(to)) {
            errors.put(name, Message.of("parameter.range"));
        }
    }

    /**
     * The page size.
     *
     * @param usual default
     * @param most maximum
     */
    public int limit(String name, String value, int usual, int most) {
        return read(name, value, Message.of("parameter.limit", most), text -> {
                    int limit = Integer.parseInt(text);
                    if (limit < 1 || limit > most) {
                        throw new IllegalArgumentException("out of range");
                    }
                    return limit;
                })
                .orElse(usual);
    }

    public Optional<UUID> uuid(String name, String value) {
        return read(name, value, Message.of("parameter.uuid"), Parameters::uuid);
    }

    /** A UUID of five groups. {@link UUID#fromString} accepts groups of other lengths too. */
    public static UUID uuid(String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("not a UUID");
        }
        return UUID.fromString(text);
    }

    /** The id in a path; empty if the text is not a UUID and so cannot be an id. */
    public static Optional<UUID> pathId(String text) {
        try {
            return Optional.of(uuid(text));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /**
     * One of a fixed set of words.
     *
     * @param choices the permitted words, for the error message
     */
    public <T> Optional<T> choice(String name, String value, String choices, Function<String, Optional<T>> reader) {
        return read(name, value, Message.of("parameter.choice", choices), text -> reader.apply(text)
                .orElseThrow(IllegalArgumentException::new));
    }

    /** A cursor that an earlier answer returned. */
    public <T> Optional<T> cursor(String name, String value, Function<String, T> reader) {
        return read(name, value, Message.of("parameter.cursor"), reader);
    }

    /**
     * Text of one line that follows the rule of {@link VisibleText}.
     *
     * @param most maximum length in code points
     */
    public Optional<String> text(String name, String value, int most) {
        Optional<String> text = storedText(name, value, most);
        if (text.isPresent() && !VisibleText.isLine(value)) {
            errors.putIfAbsent(name, Message.of("text.control-characters"));
        }
        return text;
    }

    /**
     * Text that is compared with stored text. An earlier version may have stored invisible characters, so they are
     * permitted, except the character 0: no database compares it.
     *
     * @param most maximum length in code points
     */
    public Optional<String> storedText(String name, String value, int most) {
        Optional<String> text = Optional.ofNullable(value).filter(some -> !some.isBlank());
        if (text.isPresent() && value.codePointCount(0, value.length()) > most) {
            errors.putIfAbsent(name, Message.of("text.too-long", most));
        } else if (text.isPresent() && value.indexOf('\0') >= 0) {
            errors.putIfAbsent(name, Message.of("text.control-characters"));
        }
        return text;
    }

    /**
     * Throws the collected errors.
     *
     * @throws Problem 400 with one message for each wrong parameter
     */
    public void check() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private <T> Optional<T> read(String name, String value, Message otherwise, Function<String, T> reader) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(value.strip()));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException wrong) {
            errors.putIfAbsent(name, otherwise);
            return Optional.empty();
        }
    }
}
