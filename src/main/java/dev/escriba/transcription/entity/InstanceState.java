package dev.escriba.transcription.entity;

/** The state of an instance. SUCCEEDED, FAILED and CANCELLED are final. */
public enum InstanceState {

    /** The run waits for a node that has room. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,

    /** A caller ended the run, or its client was gone. */
    CANCELLED;

    /** Whether the run has ended. */
    public boolean isFinal() {
        return this != QUEUED && this != RUNNING;
    }
}
