package dev.escriba.transcription.entity;

/** The state of an instance. SUCCEEDED and FAILED are final. */
public enum InstanceState {
    RUNNING,
    SUCCEEDED,
    FAILED
}
