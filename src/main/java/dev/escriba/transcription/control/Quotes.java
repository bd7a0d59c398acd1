package dev.escriba.transcription.control;

import dev.escriba.billing.control.PriceList;
import dev.escriba.billing.entity.AccountPricing;
import dev.escriba.billing.entity.Tariff;
import dev.escriba.media.entity.ChannelContents;
import dev.escriba.media.entity.PcmStream;
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
import java.util.function.UnaryOperator;

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
     * @param quote its hold is the highest of the maximum costs of the models
     * @param fallbacks that the account can pay, and that take a recording of this length
     * @param length of the decoded audio; zero where it was not measured
     */
    public record Quoted(Quote quote, List<Fallback> fallbacks, Duration length) {

        public Quoted {
            fallbacks = List.copyOf(fallbacks);
        }

        /** The same quote without the fallbacks that raise the hold. */
        public Quoted withoutRaise() {
            return new Quoted(
                    new Quote(quote.tariff(), quote.most(), quote.channels()),
                    fallbacks.stream()
                            .filter(fallback -> fallback.most().compareTo(quote.most()) <= 0)
                            .toList(),
                    length);
        }
    }

    /** A fallback that the account can pay, before the recording is measured. */
    private record Candidate(AiModel model, Tariff tariff) {

        boolean isLimited() {
            return model.limits().maxAudioSeconds().isPresent();
        }
    }

    /**
     * Quotes a run at the price in force for the account of the caller. Only the decoded audio tells the duration and
     * what the channels contain. So the audio of a run that is not free is decoded and kept before it is recognised.
     * Where its channels are to be recognised one by one, it is decoded an additional time instead.
     *
     * @param place of the run; a long recording may make it wait for another, after its decoder has ended. It is long
     *     by what is decoded, whatever its header claims
     * @param check is called before each read of audio; what it throws ends the measurement, and nothing is kept
     * @throws Problem as decoding does; 503 where recognition is not ready, there is no room or no place for a long
     *     recording, or the application stops; 400 where the account has no money, where too many channels differ, or
     *     where the recording is too long for the model
     */
    Quoted quote(
            RunRequest request,
            RecognitionRequest recognition,
            List<AiModel> fallbacks,
            RunAudio audio,
            Admission.Place place,
            Runnable check) {
        AccountPricing pricing =
                prices.pricing(request.caller().accountId(), request.model().id());
        Tariff tariff = pricing.tariff();
        List<Candidate> candidates = candidates(request, fallbacks);
        boolean isFree = tariff.isFree()
                && candidates.stream().allMatch(other -> other.tariff().isFree());
        boolean isLimited = request.model().limits().maxAudioSeconds().isPresent()
                || candidates.stream().anyMatch(Candidate::isLimited);
        if (isFree && !isLimited && !request.separatesChannels()) {
            return new Quoted(
                    Quote.free(tariff, List.of()),
                    candidates.stream()
                            .map(other -> Fallback.of(other.model(), recognition, other.tariff(), BigDecimal.ZERO))
                            .toList(),
                    Duration.ZERO);
        }
        requirePossible(request, pricing);
        try {
            ChannelContents contents = work.cancellably(() -> measure(request, audio, place, check));
            return quote(request, recognition, pricing, candidates, contents);
        } catch (InterruptedException stopping) {
            throw Problem.unavailable();
        }
    }

    /**
     * Quotes a run that is going to the queue. Its audio is decoded and not kept, also where the run is free.
     *
     * @param check is called before each read of audio; what it throws ends the measurement
     * @throws Problem as {@link #quote(RunRequest, RecognitionRequest, List, RunAudio, Admission.Place, Runnable)} does
     */
    public Quoted quoteToWait(
            RunRequest request,
            RecognitionRequest recognition,
            List<AiModel> fallbacks,
            RunAudio audio,
            Runnable check) {
        AccountPricing pricing =
                prices.pricing(request.caller().accountId(), request.model().id());
        List<Candidate> candidates = candidates(request, fallbacks);
        requirePossible(request, pricing);
        UnaryOperator<PcmStream> checked = stream -> new CheckedAudio(stream, check);
        try {
            ChannelContents contents = work.cancellably(() -> records.<ChannelContents, InterruptedException>measure(
                    Step.LENGTH,
                    () -> request.separatesChannels()
                            ? audio.channels(checked)
                            : ChannelContents.mixed(audio.measure(checked))));
            return quote(request, recognition, pricing, candidates, contents);
        } catch (InterruptedException stopping) {
            throw Problem.unavailable();
        }
    }

    /** Refuses a run before it is decoded, if it would be refused later anyway. */
    private static void requirePossible(RunRequest request, AccountPricing pricing) {
        if (!pricing.canPay()) {
            throw Problem.refused("insufficient_balance", "billing.no-balance");
        }
        requireNotTooLong(
                request.model(), request.recording().facts().declared().orElse(Duration.ZERO));
    }

    private Quoted quote(
            RunRequest request,
            RecognitionRequest recognition,
            AccountPricing pricing,
            List<Candidate> candidates,
            ChannelContents contents) {
        requireNotTooLong(request.model(), contents.length());
        Quote quote = quote(request.model(), recognition, pricing.tariff(), contents);
        List<Fallback> taken = new ArrayList<>();
        for (Candidate other : candidates) {
            Optional<BigDecimal> most = most(other, recognition, contents);
            // the chosen model must not be refused because a more expensive one might take over
            if (most.isPresent() && most.get().compareTo(quote.hold().max(pricing.balance())) <= 0) {
                taken.add(Fallback.of(other.model(), recognition, other.tariff(), most.get()));
                quote = quote.holding(most.get());
            }
        }
        return new Quoted(quote, taken, contents.length());
    }

    /** The fallbacks that cost nothing, and the others where the account has money. */
    private List<Candidate> candidates(RunRequest request, List<AiModel> fallbacks) {
        List<Candidate> candidates = new ArrayList<>();
        for (AiModel model : fallbacks) {
            AccountPricing pricing = prices.pricing(request.caller().accountId(), model.id());
            if (pricing.canPay()) {
                candidates.add(new Candidate(model, pricing.tariff()));
            }
        }
        return candidates;
    }

    /** The maximum cost of a fallback; empty if it does not take the recording, or if its engine cannot say. */
    private Optional<BigDecimal> most(Candidate other, RecognitionRequest recognition, ChannelContents contents) {
        AiModel model = other.model();
        if (model.limits().isTooLong(contents.length())) {
            return Optional.empty();
        }
        RecognitionRequest adapted = recognition.to(model.id(), Fallback.languages(model, recognition));
        try {
            return Optional.of(quote(model, adapted, other.tariff(), contents).most());
        } catch (RuntimeException notReady) {
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

    private ChannelContents measure(RunRequest request, RunAudio audio, Admission.Place place, Runnable check)
            throws InterruptedException {
        ChannelContents contents = speech.decode(place, watch -> {
            UnaryOperator<PcmStream> checked = stream -> new CheckedAudio(watch.apply(stream), check);
            return request.separatesChannels() ? audio.channels(checked) : ChannelContents.mixed(audio.keep(checked));
        });
        // channels are recognised one after the other: together they may make a long run
        int parts = Math.max(1, contents.separate().size());
        speech.expect(place, contents.length().multipliedBy(parts));
        return contents;
    }
}
