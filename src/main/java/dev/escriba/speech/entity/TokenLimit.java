package dev.escriba.speech.entity;

/** The maximum numbers of tokens that a recognition can read and write. */
public record TokenLimit(int promptTokens, int completionTokens) {}
