package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Tariff;
import dev.escriba.models.entity.AiModel;
import dev.escriba.speech.entity.RecognitionRequest;

/**
 * A model that takes a run over when the chosen one fails.
 *
 * @param tariff what the run costs if this model answers
 */
public record Fallback(AiModel model, RecognitionRequest recognition, Tariff tariff) {}
