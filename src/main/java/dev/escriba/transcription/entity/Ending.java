package dev.escriba.transcription.entity;

/** What came of the attempt to end a run that no node works on. */
public enum Ending {

    /** The run is FAILED now, and its hold is returned. */
    ENDED,

    /** The run waits in the queue again. */
    REQUEUED,

    /** The run had ended already, or its node has renewed its lease. */
    NOT_NEEDED,

    /** Another transaction has locked a row of the run or of its account. Nothing has changed. */
    LOCKED
}
