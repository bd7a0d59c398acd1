package dev.escriba.openai.boundary;

import dev.escriba.web.control.StrictJson;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The field {@code chunking_strategy}: {@code auto}, {@code server_vad}, or an object as parts or as JSON. The engine
 * finds pauses by itself, so an object is accepted only with the values that OpenAI documents as its defaults.
 */
final class ChunkingStrategy {

    private static final String NAME = "chunking_strategy";
    private static final int MAX_MILLIS = 60_000;

    /** Longer than any valid object. */
    private static final int MAX_JSON = 1_000;

    private static final Set<String> WORDS = Set.of("auto", "server_vad", "null");

    private final Fields fields;

    ChunkingStrategy(Fields fields) {
        this.fields = fields;
    }

    void check() {
        Map<String, String> members = new LinkedHashMap<>(fields.object(NAME));
        Optional<String> text = fields.text(NAME);
        if (text.isPresent() && text.get().startsWith("{")) {
            Optional<Map<String, String>> json = json(text.get());
            if (json.isEmpty()) {
                fields.refuse(NAME, "openai.choice", "auto, server_vad");
                return;
            }
            members.putAll(json.get());
        } else if (text.filter(word -> !WORDS.contains(word)).isPresent()) {
            fields.refuse(NAME, "openai.choice", "auto, server_vad");
            return;
        } else if (members.isEmpty()) {
            return;
        }
        if (!"server_vad".equals(members.get("type"))) {
            fields.refuse(NAME + "[type]", "openai.choice", "server_vad");
        }
        requireUsual(members, "prefix_padding_ms", MAX_MILLIS, "300");
        requireUsual(members, "silence_duration_ms", MAX_MILLIS, "200");
        requireUsual(members, "threshold", 1, "0.5");
    }

    private void requireUsual(Map<String, String> members, String key, int most, String usual) {
        String name = NAME + "[" + key + "]";
        String text = members.get(key);
        if (text != null) {
            fields.number(name, text, 0, most)
                    .filter(number -> number.compareTo(new BigDecimal(usual)) != 0)
                    .ifPresent(other -> fields.refuse(name, "openai.not-supported"));
        }
    }

    private static Optional<Map<String, String>> json(String text) {
        if (text.length() > MAX_JSON) {
            return Optional.empty();
        }
        try {
            JsonObject object = StrictJson.parse(text);
            Map<String, String> members = new LinkedHashMap<>();
            object.forEach((key, value) ->
                    members.put(key, value instanceof JsonString word ? word.getString() : value.toString()));
            return Optional.of(members);
        } catch (RuntimeException noObject) {
            // each implementation of JSON-P has exceptions of its own, for deep nesting for example
            return Optional.empty();
        }
    }
}
