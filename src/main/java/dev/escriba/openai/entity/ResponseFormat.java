package dev.escriba.openai.entity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of an answer, by their names in requests. */
public enum ResponseFormat {
    JSON("application/json"),
    TEXT("text/plain;charset=UTF-8"),
    SRT("application/x-subrip;charset=UTF-8"),
    VTT("text/vtt;charset=UTF-8"),
    VERBOSE_JSON("application/json"),
    DIARIZED_JSON("application/json");

    private final String mediaType;

    ResponseFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public static Optional<ResponseFormat> of(String id) {
        return Arrays.stream(values()).filter(format -> format.id().equals(id)).findFirst();
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of {@code Content-Type}. */
    public String mediaType() {
        return mediaType;
    }

    /** Whether the answer is a subtitle file. */
    public boolean isSubtitles() {
        return this == SRT || this == VTT;
    }

    /** Whether a stream may send its text. */
    public boolean isStreamable() {
        return this == JSON || this == DIARIZED_JSON;
    }
}
