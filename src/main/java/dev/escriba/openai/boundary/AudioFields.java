package dev.escriba.openai.boundary;

import dev.escriba.culture.entity.VisibleText;
import dev.escriba.openai.entity.AudioRequest;
import dev.escriba.openai.entity.ResponseFormat;
import dev.escriba.openai.entity.Task;
import dev.escriba.transcription.entity.TranscriptionCommand;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the fields of a request for audio, and collects their errors. */
final class AudioFields {

    /** The names of all fields. */
    static final Set<String> NAMES = Set.of(
            "model",
            "response_format",
            "stream",
            "temperature",
            "timestamp_granularities",
            "include",
            "language",
            "languages",
            "prompt",
            "keywords",
            "chunking_strategy",
            "channels",
            "known_speaker_names",
            "known_speaker_references",
            "user");

    /** A code of ISO 639, also with subtags. A message may name it. */
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[a-z0-9]{1,8}){0,3}");

    private static final int MAX_SPEAKERS = 4;
    private static final int MAX_SPEAKER_CHARACTERS = 100;

    private final Fields fields;
    private final Task task;
    private final int maxPromptCharacters;

    AudioFields(Fields fields, Task task, int maxPromptCharacters) {
        this.fields = fields;
        this.task = task;
        this.maxPromptCharacters = maxPromptCharacters;
    }

    /**
     * The request.
     *
     * @param user of a header; the field {@code user} has the same meaning
     * @param channel of a header
     * @throws dev.escriba.problem.entity.Problem 400 with the first field that is wrong
     */
    AudioRequest read(Optional<String> user, Optional<String> channel) {
        Optional<String> model = fields.text("model");
        if (model.isEmpty()) {
            fields.refuse("model", "openai.missing");
        }
        ResponseFormat format = format();
        boolean transcribes = task == Task.TRANSCRIBE;
        boolean stream = transcribes && stream(format);
        fields.text("temperature").ifPresent(text -> fields.number("temperature", text, 0, 1));
        Set<String> granularities = transcribes ? granularities(format, stream) : Set.of();
        if (transcribes) {
            new ChunkingStrategy(fields).check();
        }
        AudioRequest request = new AudioRequest(
                task,
                model.orElse(""),
                format,
                stream,
                transcribes ? languages() : Set.of(),
                fields.text("language").isPresent() ? "language" : "languages",
                prompt(),
                transcribes ? keywords() : List.of(),
                transcribes && logprobs(format),
                granularities.contains("word"),
                granularities.isEmpty() || granularities.contains("segment"),
                transcribes && separateChannels(format),
                transcribes ? speakers(format) : List.of(),
                line(
                        user.isPresent() ? "X-User-Identifier" : "user",
                        user.or(() -> fields.text("user")),
                        TranscriptionCommand.MAX_USER_IDENTIFIER_CHARACTERS),
                line("X-Channel", channel, TranscriptionCommand.MAX_CHANNEL_CHARACTERS));
        fields.check();
        return request;
    }

    private ResponseFormat format() {
        String choices = task.formats().stream().map(ResponseFormat::id).collect(Collectors.joining(", "));
        return fields.choice("response_format", ResponseFormat.JSON, choices, text -> ResponseFormat.of(text)
                .filter(task.formats()::contains));
    }

    private boolean stream(ResponseFormat format) {
        boolean stream = fields.flag("stream");
        if (stream && !format.isStreamable()) {
            fields.refuse("stream", "openai.only-with", "response_format", "json, diarized_json");
        }
        return stream;
    }

    /** A stream sends no words. They are stored with the transcript of the execution. */
    private Set<String> granularities(ResponseFormat format, boolean stream) {
        List<String> wanted = fields.list("timestamp_granularities");
        if (!Set.of("word", "segment").containsAll(wanted)) {
            fields.refuse("timestamp_granularities", "openai.choice", "word, segment");
        } else if (!wanted.isEmpty() && format != ResponseFormat.VERBOSE_JSON && !stream) {
            fields.refuse("timestamp_granularities", "openai.only-with", "response_format", "verbose_json");
        }
        return Set.copyOf(wanted);
    }

    private boolean logprobs(ResponseFormat format) {
        List<String> included = fields.list("include");
        if (!Set.of("logprobs").containsAll(included)) {
            fields.refuse("include", "openai.choice", "logprobs");
        } else if (!included.isEmpty() && format != ResponseFormat.JSON) {
            fields.refuse("include", "openai.only-with", "response_format", "json");
        }
        return !included.isEmpty();
    }

    private Set<String> languages() {
        Optional<String> one = fields.text("language");
        List<String> several = fields.list("languages");
        if (one.isPresent() && !several.isEmpty()) {
            fields.refuse("languages", "openai.not-with", "language");
        }
        Set<String> languages = new LinkedHashSet<>();
        for (String text : one.map(List::of).orElse(several)) {
            String language = text.strip().toLowerCase(Locale.ROOT);
            if (LANGUAGE.matcher(language).matches()) {
                languages.add(language);
            } else {
                fields.refuse(one.isPresent() ? "language" : "languages", "openai.language");
            }
        }
        return languages;
    }

    private String prompt() {
        String prompt = fields.text("prompt").orElse("");
        if (prompt.codePointCount(0, prompt.length()) > maxPromptCharacters) {
            fields.refuse("prompt", "text.too-long", maxPromptCharacters);
        } else if (!VisibleText.isLines(prompt)) {
            fields.refuse("prompt", "text.control-characters");
        }
        return prompt;
    }

    /** The keywords together are as long as a prompt at most. */
    private List<String> keywords() {
        // a line break at the end is refused too, so it is not removed before
        List<String> keywords = fields.list("keywords");
        int characters = keywords.stream()
                .mapToInt(keyword -> keyword.codePointCount(0, keyword.length()))
                .sum();
        if (characters > maxPromptCharacters) {
            fields.refuse("keywords", "text.too-long", maxPromptCharacters);
        }
        for (String keyword : keywords) {
            if (!VisibleText.isLine(keyword) || keyword.indexOf('<') >= 0 || keyword.indexOf('>') >= 0) {
                fields.refuse("keywords", "openai.keyword");
            }
        }
        return keywords.stream().map(String::strip).toList();
    }

    private boolean separateChannels(ResponseFormat format) {
        return fields.choice(
                "channels", format == ResponseFormat.DIARIZED_JSON, "separate, mixed", text -> switch (text) {
                    case "separate" -> Optional.of(true);
                    case "mixed" -> Optional.of(false);
                    default -> Optional.empty();
                });
    }

    private List<String> speakers(ResponseFormat format) {
        if (!fields.list("known_speaker_references").isEmpty()) {
            fields.refuse("known_speaker_references", "openai.not-supported");
        }
        List<String> names =
                fields.list("known_speaker_names").stream().map(String::strip).toList();
        if (!names.isEmpty() && format != ResponseFormat.DIARIZED_JSON) {
            fields.refuse("known_speaker_names", "openai.only-with", "response_format", "diarized_json");
        }
        // without its blank name, the names after it would be those of other channels
        boolean blank = !names.isEmpty() && fields.hasBlank("known_speaker_names");
        boolean tooMany = names.size() > MAX_SPEAKERS || Set.copyOf(names).size() < names.size();
        boolean tooLong = names.stream()
                .anyMatch(name -> name.codePointCount(0, name.length()) > MAX_SPEAKER_CHARACTERS
                        || VisibleText.faultOfName(name).isPresent());
        if (blank || tooMany || tooLong) {
            fields.refuse(
                    "known_speaker_names",
                    "openai.speakers",
                    String.valueOf(MAX_SPEAKERS),
                    String.valueOf(MAX_SPEAKER_CHARACTERS));
        }
        return names;
    }

    private Optional<String> line(String name, Optional<String> text, int maxCharacters) {
        Optional<String> line = text.filter(some -> !some.isBlank());
        line.ifPresent(some -> {
            if (some.codePointCount(0, some.length()) > maxCharacters) {
                fields.refuse(name, "text.too-long", maxCharacters);
            } else {
                VisibleText.faultOfName(some).ifPresent(fault -> fields.refuse(name, fault.key()));
            }
        });
        return line;
    }
}
