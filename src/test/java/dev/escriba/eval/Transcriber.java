package dev.escriba.eval;

import java.nio.file.Path;
import java.time.Duration;

/** Turns a recording into text: an engine in this process, or a service over HTTP. */
@FunctionalInterface
public interface Transcriber {

    /**
     * A transcript.
     *
     * @param language ISO 639-1, or {@code ""} without a detected language
     * @param duration of the recording, as the transcriber reports it
     */
    record Transcript(String text, String language, Duration duration) {}

    Transcript transcribe(Path recording) throws Exception;
}
