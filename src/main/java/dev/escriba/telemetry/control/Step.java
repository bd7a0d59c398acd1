package dev.escriba.telemetry.control;

/** The steps of a run that are timed. */
public enum Step {
    /** Probing the upload. */
    PROBE,
    /** Decoding the whole recording and keeping its audio, which has a length then, if the model is charged for. */
    LENGTH,
    /** Storing the run and placing its hold, in one transaction. */
    HOLD,
    /** Waiting in the admission queue. */
    WAIT,
    /** Waiting for decoded or kept audio; part of {@link #RECOGNISE}. */
    DECODE,
    /** Recognition by an engine, including decoding. */
    RECOGNISE,
    /** Storing the outcome and settling the hold, in one transaction. */
    SETTLE;

    /** The name in spans and log lines. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
