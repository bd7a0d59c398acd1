package dev.escriba.transcription.control;

import dev.escriba.billing.entity.Reservation;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.transcription.entity.Fallback;
import dev.escriba.transcription.entity.Quote;
import dev.escriba.transcription.entity.RunRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A run whose instance is stored as RUNNING.
 *
 * @param instance the id of the instance
 * @param fallbacks the models that take over, in this order, when the chosen one fails
 * @param audio to recognise
 * @param quote the price and the maximum cost
 * @param held the hold on the account, if the run costs something
 */
public record StartedRun(
        UUID instance,
        RunRequest request,
        RecognitionRequest recognition,
        List<Fallback> fallbacks,
        RunAudio audio,
        Quote quote,
        Optional<Reservation> held) {}
