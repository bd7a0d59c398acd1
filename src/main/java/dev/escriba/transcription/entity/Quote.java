package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.TokenLimit;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tariff of a run, what is recognised, and the maximum cost.
 *
 * @param most the maximum cost where the chosen model answers; zero where that is free
 * @param hold the amount that is held: the highest of the maximum costs of all models that may answer
 * @param channels the numbers of the channels that are recognised one by one; empty where all are mixed
 */
public record Quote(Tariff tariff, BigDecimal most, BigDecimal hold, List<Integer> channels) {

    public Quote {
        channels = List.copyOf(channels);
    }

    /** A quote for a run that no other model takes over. */
    public Quote(Tariff tariff, BigDecimal most, List<Integer> channels) {
        this(tariff, most, most, channels);
    }

    /**
     * A quote for a recording.
     *
     * @param tokens the maximum for each channel
     */
    public static Quote of(Tariff tariff, Duration length, TokenLimit tokens, List<Integer> channels) {
        int runs = Math.max(1, channels.size());
        Cost most = tariff.cost(
                length.multipliedBy(runs),
                Math.multiplyExact(tokens.promptTokens(), runs),
                Math.multiplyExact(tokens.completionTokens(), runs));
        return new Quote(tariff, most.total(), channels);
    }

    /** A quote for a run that costs nothing. */
    public static Quote free(Tariff tariff, List<Integer> channels) {
        return new Quote(tariff, BigDecimal.ZERO, channels);
    }

    /** The same quote, with a hold that is at least the given amount. */
    public Quote holding(BigDecimal other) {
        return new Quote(tariff, most, hold.max(other), channels);
    }

    /** Whether another model has raised the hold. */
    public boolean isRaised() {
        return hold.compareTo(most) > 0;
    }

    /** Whether the run needs a hold. */
    public boolean isHeld() {
        return hold.signum() > 0;
    }

    /** The hold that the run needs, if it costs something. */
    public Optional<Reservation> reservation(Spender spender, Instant at) {
        return isHeld() ? Optional.of(new Reservation(spender, hold, tariff.currency(), at)) : Optional.empty();
    }

    /**
     * The cost of the run by a tariff; it may be more than the hold. Each recognised channel counts its duration.
     *
     * @param answering the tariff of the model that answered
     */
    public Cost cost(Tariff answering, Recognition recognition) {
        return answering.cost(
                recognition.duration().multipliedBy(Math.max(1, channels.size())),
                recognition.promptTokens(),
                recognition.completionTokens());
    }
}
