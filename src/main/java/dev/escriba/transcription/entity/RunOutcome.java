package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.media.entity.Peaks;
import dev.escriba.speech.entity.Recognition;
import java.util.Optional;

/**
 * What a run that succeeds leaves behind.
 *
 * @param cost that is charged
 * @param peaks of the decoded audio
 * @param tookOver the model that answered, where it is another one than the caller chose
 */
public record RunOutcome(Recognition recognition, Cost cost, Peaks peaks, Optional<Answerer> tookOver) {

    /** The chosen model answered. */
    public RunOutcome(Recognition recognition, Cost cost, Peaks peaks) {
        this(recognition, cost, peaks, Optional.empty());
    }
}
