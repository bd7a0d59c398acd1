package dev.escriba.transcription.entity;

import dev.escriba.billing.entity.Cost;
import dev.escriba.media.entity.Peaks;
import dev.escriba.speech.entity.Recognition;

/**
 * What a run that succeeds leaves behind.
 *
 * @param cost that is charged
 * @param peaks of the decoded audio
 */
public record RunOutcome(Recognition recognition, Cost cost, Peaks peaks) {}
