package dev.escriba.transcription.boundary;

import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of a stored transcript. A client that accepts any format gets the first one. */
enum TranscriptFormat {
    JSON("application", "json"),
    TEXT("text", "plain"),
    VTT("text", "vtt"),
    SRT("application", "x-subrip"),
    JSON_AS_TEXT("text", "json");

    private final String type;
    private final String subtype;

    TranscriptFormat(String type, String subtype) {
        this.type = type;
        this.subtype = subtype;
    }

    /** The media type with its charset. */
    MediaType mediaType() {
        return new MediaType(type, subtype, "UTF-8");
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
     * The format that the client prefers.
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
                        .filter(format -> type.isCompatible(format.mediaType()))
                        .filter(format -> refused.stream().noneMatch(no -> format.isOf(no)))
                        .limit(1))
                .findFirst()
                .orElseThrow(() -> Problems.ofStatus(406));
    }

    private static boolean isRefusal(MediaType type) {
        String quality = type.getParameters().get("q");
        return quality != null && quality.matches("0(\\.0*)?");
    }

    private boolean isOf(MediaType other) {
        return other.getType().equalsIgnoreCase(type) && other.getSubtype().equalsIgnoreCase(subtype);
    }
}
