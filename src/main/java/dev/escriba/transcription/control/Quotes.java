package dev.escriba.transcription.control;

import dev.escriba.billing.control.PriceList;
import dev.escriba.billing.entity.AccountPricing;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import dev.escriba.transcription.entity.Quote;
import dev.escriba.transcription.entity.RunRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;

/** Quotes the maximum cost of a run before it begins. */
@ApplicationScoped
public class Quotes {

    @Inject
    WorkInProgress work;

    @Inject
    PriceList prices;

    @Inject
    SpeechRecognition speech;

    @Inject
    RunRecords records = new RunRecords();

    /**
     * Quotes a run at the price in force for the account of the caller. Only the decoded audio tells the duration, so
     * the audio of a run that is not free is decoded and kept before it is recognised.
     *
     * @param place of the run; a long recording may make it wait for another, after its decoder has ended
     * @throws Problem as decoding does; 503 where recognition is not ready, there is no room or no place for a long
     *     recording, or the application stops; 400 where the account has no money
     */
    Quote quote(RunRequest request, RecognitionRequest recognition, RunAudio audio, Admission.Place place) {
        AiModel model = request.model();
        AccountPricing pricing = prices.pricing(request.caller().accountId(), model.id());
        Tariff tariff = pricing.tariff();
        if (tariff.isFree()) {
            return new Quote(tariff, BigDecimal.ZERO);
        }
        // a run that would be refused anyway is refused before it is decoded
        if (!pricing.canPay()) {
            throw Problem.refused("insufficient_balance", "billing.no-balance");
        }
        try {
            Duration length = work.cancellably(() -> {
                Duration decoded = records.<Duration, InterruptedException>measure(Step.LENGTH, audio::keep);
                speech.expect(place, decoded);
                return decoded;
            });
            TokenLimit tokens = speech.tokenLimit(model.engine(), recognition, length);
            return new Quote(
                    tariff,
                    tariff.cost(length, tokens.promptTokens(), tokens.completionTokens())
                            .total());
        } catch (InterruptedException stopping) {
            throw Problem.unavailable();
        }
    }
}
