package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.speech.entity.Recognition;
import java.util.UUID;

/** A run that succeeded. */
public record Execution(UUID instanceId, Recognition recognition, Cost cost) {}
