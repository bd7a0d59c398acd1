package dev.escriba.eval;

import java.nio.file.Path;
import java.time.Duration;

/** Whatever turns a recording into text: an engine in this process, or a service over HTTP. */
@FunctionalInterface
public interface Transcriber {

    /**
     * What came back.
     *
     * @param language ISO 639-1, or {@code ""} where none was heard
     * @param duration of the recording as the transcriber sees it
     */
    record Transcript(String text, String language, Duration duration) {}

    Transcript transcribe(Path recording) throws Exception;
}
