package dev.escriba.transcription.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms in which a stored transcript is given. The first one is given to a client that accepts any. */
enum TranscriptFormat {
    JSON("application", "json"),
    TEXT("text", "plain"),
    VTT("text", "vtt"),
    SRT("application", "x-subrip"),
    JSON_AS_TEXT("text", "json");

    private final MediaType type;

    TranscriptFormat(String type, String subtype) {
        this.type = new MediaType(type, subtype);
    }

    /** The media type with its charset. */
    MediaType type() {
        return type.withCharset("UTF-8");
    }

    /** The word of the parameter {@code format}. */
    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of the word; empty where no format has it. */
    static Optional<TranscriptFormat> ofWord(String word) {
        return Arrays.stream(values())
                .filter(format -> format != JSON_AS_TEXT && format.word().equalsIgnoreCase(word))
                .findFirst();
    }

    /** The permitted words, for an error message. */
    static String words() {
        return Arrays.stream(values())
                .filter(format -> format != JSON_AS_TEXT)
                .map(TranscriptFormat::word)
                .collect(Collectors.joining(", "));
    }

    /**
     * The format that the client likes best.
     *
     * @param acceptable in the client's order
     * @throws Problem 406 where there is none
     */
    static TranscriptFormat of(List<MediaType> acceptable) {
        List<MediaType> wanted =
                acceptable.stream().filter(type -> !isRefusal(type)).toList();
        List<MediaType> refused =
                acceptable.stream().filter(TranscriptFormat::isRefusal).toList();
        return wanted.stream()
                .flatMap(type -> Arrays.stream(values())
                        .filter(format -> type.isCompatible(format.type))
                        .filter(format -> refused.stream().noneMatch(no -> isSame(no, format.type)))
                        .limit(1))
                .findFirst()
                .orElseThrow(() -> Problems.ofStatus(406));
    }

    private static boolean isRefusal(MediaType type) {
        String quality = type.getParameters().get("q");
        return quality != null && quality.matches("0(\\.0*)?");
    }

    private static boolean isSame(MediaType one, MediaType other) {
        return one.getType().equalsIgnoreCase(other.getType())
                && one.getSubtype().equalsIgnoreCase(other.getSubtype());
    }
}
