package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.billing.entity.Reservation;
import dev.escriba.billing.entity.Spender;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.speech.entity.Recognition;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What a run is charged by, and the most that it can cost.
 *
 * @param most zero where there is nothing to set aside
 */
public record Quote(Tariff tariff, BigDecimal most) {

    /** Whether something is set aside for it. */
    public boolean isHeld() {
        return most.signum() > 0;
    }

    /** What is to be set aside, if anything. */
    public Optional<Reservation> reservation(Spender spender, Instant at) {
        return isHeld() ? Optional.of(new Reservation(spender, most, tariff.currency(), at)) : Optional.empty();
    }

    /** What the run cost, whatever was set aside. */
    public Cost cost(Recognition recognition) {
        return tariff.cost(recognition.duration(), recognition.promptTokens(), recognition.completionTokens());
    }
}
