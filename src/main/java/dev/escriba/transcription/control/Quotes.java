package dev.escriba.transcription.control;

import dev.escriba.billing.control.PriceList;
import dev.escriba.billing.entity.AccountPricing;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.media.entity.ChannelContents;
import dev.escriba.models.entity.AiModel;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.control.Admission;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import dev.escriba.transcription.entity.Fallback;
import dev.escriba.transcription.entity.Quote;
import dev.escriba.transcription.entity.RunRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
     * A quote for a run and its fallbacks.
     *
     * @param quote its maximum cost is the highest of those of the models
     * @param fallbacks that the account can pay, and that take a recording of this length
     */
    record Quoted(Quote quote, List<Fallback> fallbacks) {}

    /**
     * Quotes a run at the price in force for the account of the caller. Only the decoded audio tells the duration and
     * what the channels contain. So the audio of a run that is not free is decoded and kept before it is recognised.
     * Where its channels are to be recognised one by one, it is decoded an additional time instead.
     *
     * @param place of the run; a long recording may make it wait for another, after its decoder has ended
     * @throws Problem as decoding does; 503 where recognition is not ready, there is no room or no place for a long
     *     recording, or the application stops; 400 where the account has no money, where too many channels differ, or
     *     where the recording is too long for the model
     */
    Quoted quote(
            RunRequest request,
            RecognitionRequest recognition,
            List<AiModel> fallbacks,
            RunAudio audio,
            Admission.Place place) {
        AccountPricing pricing =
                prices.pricing(request.caller().accountId(), request.model().id());
        Tariff tariff = pricing.tariff();
        List<Fallback> affordable = affordable(request, recognition, fallbacks);
        boolean isFree = tariff.isFree()
                && affordable.stream().allMatch(other -> other.tariff().isFree());
        boolean isLimited = request.model().limits().maxAudioSeconds().isPresent()
                || affordable.stream()
                        .anyMatch(other ->
                                other.model().limits().maxAudioSeconds().isPresent());
        if (isFree && !isLimited && !request.separatesChannels()) {
            return new Quoted(Quote.free(tariff, List.of()), affordable);
        }
        // a run that would be refused anyway is refused before it is decoded
        if (!tariff.isFree() && !pricing.canPay()) {
            throw Problem.refused("insufficient_balance", "billing.no-balance");
        }
        requireNotTooLong(
                request.model(), request.recording().facts().declared().orElse(Duration.ZERO));
        try {
            ChannelContents contents = work.cancellably(() -> measure(request, audio, place));
            requireNotTooLong(request.model(), contents.length());
            Quote quote = quote(request.model(), recognition, tariff, contents);
            List<Fallback> taken = new ArrayList<>();
            for (Fallback other : affordable) {
                Optional<BigDecimal> most = most(other, contents);
                // the chosen model must not be refused because a more expensive one might take over
                if (most.isPresent() && most.get().compareTo(quote.most().max(pricing.balance())) <= 0) {
                    taken.add(other);
                    quote = quote.atLeast(most.get());
                }
            }
            return new Quoted(quote, taken);
        } catch (InterruptedException stopping) {
            throw Problem.unavailable();
        }
    }

    /** The fallbacks that cost nothing, and the others where the account has money. */
    private List<Fallback> affordable(RunRequest request, RecognitionRequest recognition, List<AiModel> fallbacks) {
        List<Fallback> affordable = new ArrayList<>();
        for (AiModel model : fallbacks) {
            AccountPricing pricing = prices.pricing(request.caller().accountId(), model.id());
            if (pricing.canPay()) {
                RecognitionRequest adapted = recognition.to(model.id(), Fallbacks.languages(model, recognition));
                affordable.add(new Fallback(model, adapted, pricing.tariff()));
            }
        }
        return affordable;
    }

    /** The maximum cost of a fallback; empty where it does not take the recording, or its engine cannot tell. */
    private Optional<BigDecimal> most(Fallback fallback, ChannelContents contents) {
        if (fallback.model().limits().isTooLong(contents.length())) {
            return Optional.empty();
        }
        try {
            return Optional.of(quote(fallback.model(), fallback.recognition(), fallback.tariff(), contents)
                    .most());
        } catch (Problem notReady) {
            return Optional.empty();
        }
    }

    private static void requireNotTooLong(AiModel model, Duration length) {
        if (model.limits().isTooLong(length)) {
            int seconds = model.limits().maxAudioSeconds().orElseThrow();
            throw Problem.invalid("File", "model.too-long", seconds);
        }
    }

    private Quote quote(AiModel model, RecognitionRequest recognition, Tariff tariff, ChannelContents contents) {
        if (tariff.isFree()) {
            return Quote.free(tariff, contents.separate());
        }
        TokenLimit tokens = speech.tokenLimit(model.engine(), recognition, contents.length());
        return Quote.of(tariff, contents.length(), tokens, contents.separate());
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
