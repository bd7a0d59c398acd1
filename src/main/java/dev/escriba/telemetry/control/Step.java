package dev.escriba.telemetry.control;

/** What a run spends its time on. */
public enum Step {
    /** Finding out what is in an upload, by ffmpeg. */
    PROBE,
    /** Decoding to find out how long a recording is, where that is charged for, by ffmpeg. */
    LENGTH,
    /** Storing the run and setting aside what it can cost: a transaction. */
    HOLD,
    /** Waiting in line for a place. */
    WAIT,
    /** Waiting for ffmpeg to decode; a part of what recognition takes. */
    DECODE,
    /** Recognition by an engine, with the decoding that goes on meanwhile. */
    RECOGNISE,
    /** Storing the outcome and settling the hold: a transaction. */
    SETTLE;

    /** As spans and log lines have it. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
