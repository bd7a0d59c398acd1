package dev.escriba.transcription.entity;

/** The result of an attempt to end a run on which no node works. */
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
