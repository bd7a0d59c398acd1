package dev.escriba.settings.entity;

/** Event: the start fails. Observers log what must be in the log before the process ends. */
public record StartFailed() {}
