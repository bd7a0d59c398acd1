package dev.escriba.openai.entity;

import java.util.List;

/** What a request asks for, by its address. */
public enum Task {
    TRANSCRIBE("transcribe", List.of(ResponseFormat.values())),

    /** English speech is transcribed. Other speech is refused. */
    TRANSLATE(
            "translate",
            List.of(
                    ResponseFormat.JSON,
                    ResponseFormat.TEXT,
                    ResponseFormat.SRT,
                    ResponseFormat.VERBOSE_JSON,
                    ResponseFormat.VTT));

    private final String id;
    private final List<ResponseFormat> formats;

    Task(String id, List<ResponseFormat> formats) {
        this.id = id;
        this.formats = formats;
    }

    /** The name in answers. */
    public String id() {
        return id;
    }

    /** The formats that its answers can have. */
    public List<ResponseFormat> formats() {
        return formats;
    }
}
