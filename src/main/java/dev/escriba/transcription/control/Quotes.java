package dev.escriba.transcription.control;

import dev.escriba.billing.control.PriceList;
import dev.escriba.billing.entity.AccountPricing;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.entity.Recording;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.entity.Caller;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import dev.escriba.transcription.entity.Quote;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;

/** Finds out what a run can cost before it begins. */
@ApplicationScoped
public class Quotes {

    @Inject
    WorkInProgress work;

    @Inject
    PriceList prices;

    @Inject
    MediaDecoder decoder;

    @Inject
    SpeechRecognition speech;

    @Inject
    RunRecords records = new RunRecords();

    /**
     * At the price in force for the caller's account. Only the decoded audio tells how long it is, so that audio that costs something is decoded once more.
     *
     * @throws Problem as decoding does; 503 where recognition is not ready or has no place, or the application stops; 400 where there is no money at all
     */
    Quote quote(Caller caller, AiModel model, RecognitionRequest request, Recording recording) {
        AccountPricing pricing = prices.pricing(caller.accountId(), model.id());
        Tariff tariff = pricing.tariff();
        if (tariff.isFree()) {
            return new Quote(tariff, BigDecimal.ZERO);
        }
        // what would be refused in any case is not worth decoding for
        speech.requirePlace(model.engine(), request);
        if (!pricing.canPay()) {
            throw Problem.refused("insufficient_balance", "billing.no-balance");
        }
        try {
            Duration audio = work.cancellably(() ->
                    records.<Duration, InterruptedException>measure(Step.LENGTH, () -> decoder.length(recording)));
            TokenLimit tokens = speech.most(model.engine(), request, audio);
            return new Quote(
                    tariff,
                    tariff.cost(audio, tokens.promptTokens(), tokens.completionTokens())
                            .total());
        } catch (InterruptedException stopping) {
            throw Problem.unavailable();
        }
    }
}
