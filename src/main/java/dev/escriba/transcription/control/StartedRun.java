package dev.escriba.transcription.control;

import dev.escriba.billing.entity.Reservation;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.transcription.entity.Quote;
import dev.escriba.transcription.entity.RunRequest;
import java.util.Optional;
import java.util.UUID;

/**
 * A run whose instance is stored as RUNNING.
 *
 * @param instance the id of the instance
 * @param audio to recognise
 * @param quote the price and the maximum cost
 * @param held the hold on the account, if the run costs something
 */
public record StartedRun(
        UUID instance,
        RunRequest request,
        RecognitionRequest recognition,
        RunAudio audio,
        Quote quote,
        Optional<Reservation> held) {}
