package dev.escriba.transcription.entity;

/**
 * The result of an erasure of the data of one user.
 *
 * @param erased instances that were erased
 * @param remaining instances that were not: they run, or are locked
 */
public record Erasure(long erased, long remaining) {}
