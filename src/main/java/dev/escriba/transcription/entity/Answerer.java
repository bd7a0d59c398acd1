package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Tariff;
import java.math.BigDecimal;
import java.util.UUID;

/**
 * The model that answered a run, and its cost.
 *
 * @param most the maximum cost of the run with this model
 * @param tookOver whether the caller chose another model
 */
public record Answerer(UUID model, Tariff tariff, BigDecimal most, boolean tookOver) {}
