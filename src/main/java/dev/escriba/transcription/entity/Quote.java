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
 * The tariff of a run and the maximum cost of the run.
 *
 * @param most the maximum cost; zero where the run is free
 */
public record Quote(Tariff tariff, BigDecimal most) {

    /** Whether the run needs a hold. */
    public boolean isHeld() {
        return most.signum() > 0;
    }

    /** The hold that the run needs, if it costs something. */
    public Optional<Reservation> reservation(Spender spender, Instant at) {
        return isHeld() ? Optional.of(new Reservation(spender, most, tariff.currency(), at)) : Optional.empty();
    }

    /** The cost of the run by its tariff; it may be more than the hold. */
    public Cost cost(Recognition recognition) {
        return tariff.cost(recognition.duration(), recognition.promptTokens(), recognition.completionTokens());
    }
}
