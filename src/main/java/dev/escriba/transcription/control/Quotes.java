package dev.escriba.transcription.control;

import dev.escriba.billing.control.PriceList;
import dev.escriba.billing.entity.AccountPricing;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.media.entity.ChannelContents;
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
import java.time.Duration;
import java.util.List;

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
     * Quotes a run at the price in force for the account of the caller. Only the decoded audio tells the duration and
     * what the channels contain. So the audio of a run that is not free is decoded and kept before it is recognised.
     * Where its channels are to be recognised one by one, it is decoded an additional time instead.
     *
     * @param place of the run; a long recording may make it wait for another, after its decoder has ended
     * @throws Problem as decoding does; 503 where recognition is not ready, there is no room or no place for a long
     *     recording, or the application stops; 400 where the account has no money, or where too many channels differ
     */
    Quote quote(RunRequest request, RecognitionRequest recognition, RunAudio audio, Admission.Place place) {
        AccountPricing pricing =
                prices.pricing(request.caller().accountId(), request.model().id());
        Tariff tariff = pricing.tariff();
        if (tariff.isFree() && !request.separatesChannels()) {
            return Quote.free(tariff, List.of());
        }
        // a run that would be refused anyway is refused before it is decoded
        if (!tariff.isFree() && !pricing.canPay()) {
            throw Problem.refused("insufficient_balance", "billing.no-balance");
        }
        try {
            return quote(request, recognition, tariff, work.cancellably(() -> measure(request, audio, place)));
        } catch (InterruptedException stopping) {
            throw Problem.unavailable();
        }
    }

    /**
     * Quotes a run that is going to wait. Its audio is decoded and not kept, also where the run is free.
     *
     * @throws Problem as {@link #quote(RunRequest, RecognitionRequest, RunAudio, Admission.Place)} does
     */
    public MeasuredQuote quoteToWait(RunRequest request, RecognitionRequest recognition, RunAudio audio) {
        AccountPricing pricing =
                prices.pricing(request.caller().accountId(), request.model().id());
        if (!pricing.canPay()) {
            throw Problem.refused("insufficient_balance", "billing.no-balance");
        }
        try {
            ChannelContents contents = work.cancellably(() -> records.<ChannelContents, InterruptedException>measure(
                    Step.LENGTH,
                    () -> request.separatesChannels() ? audio.channels() : ChannelContents.mixed(audio.measure())));
            return new MeasuredQuote(quote(request, recognition, pricing.tariff(), contents), contents.length());
        } catch (InterruptedException stopping) {
            throw Problem.unavailable();
        }
    }

    /**
     * A quote for a run that waits.
     *
     * @param length of the decoded audio
     */
    public record MeasuredQuote(Quote quote, Duration length) {}

    private Quote quote(RunRequest request, RecognitionRequest recognition, Tariff tariff, ChannelContents contents) {
        List<Integer> channels = contents.separate();
        if (tariff.isFree()) {
            return Quote.free(tariff, channels);
        }
        TokenLimit tokens = speech.tokenLimit(request.model().engine(), recognition, contents.length());
        return Quote.of(tariff, contents.length(), tokens, channels);
    }

    private ChannelContents measure(RunRequest request, RunAudio audio, Admission.Place place)
            throws InterruptedException {
        ChannelContents contents = records.<ChannelContents, InterruptedException>measure(
                Step.LENGTH,
                () -> request.separatesChannels() ? audio.channels() : ChannelContents.mixed(audio.keep()));
        // channels are recognised one after the other: together they may make a long run
        int parts = Math.max(1, contents.separate().size());
        speech.expect(place, contents.length().multipliedBy(parts));
        return contents;
    }
}
