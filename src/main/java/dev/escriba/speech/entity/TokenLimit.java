package dev.escriba.speech.entity;

/** The most tokens that a recognition can take in and give out. */
public record TokenLimit(int promptTokens, int completionTokens) {}
