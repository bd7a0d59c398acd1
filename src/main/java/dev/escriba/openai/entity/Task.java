package dev.escriba.openai.entity;

import java.util.Arrays;
import java.util.List;

/** The task of a request, by its path. */
public enum Task {
    TRANSCRIBE("transcribe"),

    /** English speech is transcribed. Other speech is refused. */
    TRANSLATE("translate");

    private final String id;

    Task(String id) {
        this.id = id;
    }

    /** The name in answers. */
    public String id() {
        return id;
    }

    /** The formats that its answers can have. */
    public List<ResponseFormat> formats() {
        return Arrays.stream(ResponseFormat.values())
                .filter(format -> this == TRANSCRIBE || format != ResponseFormat.DIARIZED_JSON)
                .toList();
    }
}
