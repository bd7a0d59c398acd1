package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.media.entity.Peaks;
import dev.escriba.speech.entity.Recognition;
import java.util.Optional;

/**
 * The outcome of a run that succeeded.
 *
 * @param cost that is charged
 * @param peaks of the decoded audio
 * @param tookOver the model that answered, if the caller chose another one
 */
public record RunOutcome(Recognition recognition, Cost cost, Peaks peaks, Optional<Answerer> tookOver) {

    /** The chosen model answered. */
    public RunOutcome(Recognition recognition, Cost cost, Peaks peaks) {
        this(recognition, cost, peaks, Optional.empty());
    }
}
