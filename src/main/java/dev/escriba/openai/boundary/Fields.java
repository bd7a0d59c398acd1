package dev.escriba.openai.boundary;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text parts of a form, and their errors. A list is a repeated part {@code name} or {@code name[]}. An
 * object has parts {@code name[key]}. A blank part counts as absent, and so does a part of an unknown name.
 */
final class Fields {

    private static final Pattern ELEMENT = Pattern.compile("(.+)\\[\\d*]");
    private static final Pattern MEMBER = Pattern.compile("([^\\[]+)\\[([^]]+)]");

    private final Set<String> known;
    private final Map<String, List<String>> lists = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> objects = new LinkedHashMap<>();
    private final Set<String> blanks = new HashSet<>();
    private final Map<String, Message> errors = new LinkedHashMap<>();

    /**
     * A form without parts.
     *
     * @param known names of its fields
     */
    Fields(Set<String> known) {
        this.known = Set.copyOf(known);
    }

    /** Whether a part belongs to a known field, by its name in the form. */
    boolean knows(String name) {
        int bracket = name.indexOf('[');
        return known.contains(bracket < 0 ? name : name.substring(0, bracket));
    }

    /** Adds a part by its name in the form. */
    void add(String name, String text) {
        Matcher element = ELEMENT.matcher(name);
        Matcher member = MEMBER.matcher(name);
        if (!knows(name)) {
            return;
        }
        if (text.isBlank()) {
            blanks.add(element.matches() ? element.group(1) : name);
            return;
        }
        if (element.matches()) {
            lists.computeIfAbsent(element.group(1), any -> new ArrayList<>()).add(text);
        } else if (member.matches()) {
            objects.computeIfAbsent(member.group(1), any -> new LinkedHashMap<>())
                    .putIfAbsent(member.group(2), text.strip());
        } else {
            lists.computeIfAbsent(name, any -> new ArrayList<>()).add(text);
        }
    }

    List<String> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    /** Whether an element of a list is blank, and counts as absent. */
    boolean hasBlank(String name) {
        return blanks.contains(name);
    }

    /** The first part of this name. */
    Optional<String> text(String name) {
        return list(name).stream().findFirst().map(String::strip);
    }

    Map<String, String> object(String name) {
        return objects.getOrDefault(name, Map.of());
    }

    /** A value of a fixed set. */
    <T> T choice(String name, T usual, String choices, Function<String, Optional<T>> reader) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return usual;
        }
        Optional<T> value = reader.apply(text.get());
        if (value.isEmpty()) {
            refuse(name, "openai.choice", choices);
        }
        return value.orElse(usual);
    }

    boolean flag(String name) {
        return choice(name, false, "true, false", text -> switch (text) {
            case "true" -> Optional.of(true);
            case "false", "null" -> Optional.of(false);
            default -> Optional.empty();
        });
    }

    /** Checks that a text is a number within these bounds, and reads it. */
    Optional<BigDecimal> number(String name, String text, int least, int most) {
        try {
            // a long exponent would need much memory
            BigDecimal number = text.length() > 32 ? null : new BigDecimal(text.strip());
            if (number != null
                    && number.compareTo(BigDecimal.valueOf(least)) >= 0
                    && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return Optional.of(number);
            }
        } catch (NumberFormatException noNumber) {
            // refused below
        }
        refuse(name, "openai.number", String.valueOf(least), String.valueOf(most));
        return Optional.empty();
    }

    /** Adds an error. The first one of a field counts. */
    void refuse(String name, String messageKey, Object... arguments) {
        errors.putIfAbsent(name, Message.of(messageKey, arguments));
    }

    /**
     * Throws the first error: an answer has room for one field.
     *
     * @throws Problem 400
     */
    void check() {
        errors.entrySet().stream().findFirst().ifPresent(first -> {
            throw Problem.invalid(Map.of(first.getKey(), first.getValue()));
        });
    }
}
