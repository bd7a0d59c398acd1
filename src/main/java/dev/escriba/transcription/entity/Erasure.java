package dev.escriba.transcription.entity;

/**
 * What an erasure of the data of one user did.
 *
 * @param erased instances that were erased
 * @param remaining instances that were not: they run, or are locked
 */
public record Erasure(long erased, long remaining) {}
