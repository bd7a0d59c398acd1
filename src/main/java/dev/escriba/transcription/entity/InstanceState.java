package dev.escriba.transcription.entity;

/** How far an execution came. */
public enum InstanceState {
    RUNNING,
    SUCCEEDED,
    FAILED
}
