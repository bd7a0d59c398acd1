package dev.escriba.models.entity;

import java.time.Instant;
import java.util.UUID;

/**
 * The price of a model for an account.
 *
 * @param id of the stored price
 * @param currency ISO 4217
 */
public record PriceInForce(UUID id, Price price, String currency, Instant validFrom) {}
