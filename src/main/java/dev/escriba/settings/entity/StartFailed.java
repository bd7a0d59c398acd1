package dev.escriba.settings.entity;

/** The event of a start that fails: what must reach the log before the process ends is logged by its observers. */
public record StartFailed() {}
