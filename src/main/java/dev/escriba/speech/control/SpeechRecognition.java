package dev.escriba.speech.control;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.SegmentListener;
import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.telemetry.control.RunRecords;
import dev.escriba.telemetry.control.Step;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** The entry point of the component: admits a run, opens its audio, and passes it to the engine of its model. */
@ApplicationScoped
public class SpeechRecognition {

    /** The time to retry after where the requests to other servers have no place for a further one. */
    private static final Duration REMOTE_BUSY = Duration.ofSeconds(5);

    @Inject
    EngineRegistry engines;

    @Inject
    SharedPlaces remoteRequests = new SharedPlaces(() -> Integer.MAX_VALUE);

    @Inject
    RunRecords records = new RunRecords();

    protected SpeechRecognition() {}

    /** For use without a container. */
    public SpeechRecognition(EngineRegistry engines) {
        this.engines = engines;
    }

    /** For use without a container, with a limit of requests to models on other servers. */
    SpeechRecognition(EngineRegistry engines, SharedPlaces remoteRequests) {
        this(engines);
        this.remoteRequests = remoteRequests;
    }

    /**
     * Refuses a run while its engine cannot recognise.
     *
     * @param engine the engine's name
     * @throws Problem 503 with a time to retry after while the engine starts; 503 when it cannot start or the service
     *     stops
     */
    public void requireReady(String engine) {
        engines.ready(engine);
    }

    /**
     * Refuses a run of a model that would fail at once, for a run that no other model can take over.
     *
     * @param engine the engine's name
     * @param account of the run
     * @throws dev.escriba.speech.entity.EngineFailure where the model does not answer at the moment
     */
    public void requireAnswering(String engine, UUID model, String account) {
        engines.ready(engine).requireAnswering(model, account);
    }

    /**
     * Waits for a place. The run holds it while its recording is probed, measured and recognised. The request of a run
     * on another server keeps a thread for as long as that server takes: so the servers share a number of requests.
     *
     * @param engine the engine's name
     * @param model of the run; empty where it names none
     * @throws Problem 503 at once when the engine has no place for the run or is not ready
     * @throws InterruptedException when the calling thread is interrupted, which cancels the run
     */
    public Admission.Place admit(String engine, Optional<UUID> model, String accountId) throws InterruptedException {
        SpeechEngine ready = engines.ready(engine);
        if (engines.usesProcessors(ready, model)) {
            return enter(ready, model, accountId);
        }
        String server = engines.server(ready, model);
        if (!remoteRequests.take(server, accountId)) {
            throw Problem.busy(REMOTE_BUSY);
        }
        Runnable giveBack = () -> remoteRequests.giveBack(server, accountId);
        try {
            return new SharedPlace(enter(ready, model, accountId), giveBack);
        } catch (InterruptedException | RuntimeException | Error e) {
            giveBack.run();
            throw e;
        }
    }

    private Admission.Place enter(SpeechEngine ready, Optional<UUID> model, String accountId)
            throws InterruptedException {
        Admission admission = engines.admission(ready, model);
        return records.<Admission.Place, InterruptedException>measure(
                Step.WAIT, () -> admission.enter(accountId, Duration.ZERO));
    }

    /**
     * Waits for a place as the other method does. Work in the background that is done on this machine needs none: it
     * has its place by the claim of its run. Other work in the background keeps no thread of a request.
     */
    public Admission.Place admit(String engine, RecognitionRequest request) throws InterruptedException {
        if (!request.background()) {
            return admit(engine, request.modelId(), request.accountId());
        }
        SpeechEngine ready = engines.ready(engine);
        return engines.usesProcessors(ready, request.modelId())
                ? Admission.CLAIMED
                : enter(ready, request.modelId(), request.accountId());
    }

    /** As {@link #admit(String, Optional, String)}, for a run that names no model. */
    public Admission.Place admit(String engine, String accountId) throws InterruptedException {
        return admit(engine, Optional.empty(), accountId);
    }

    /**
     * Tells a place the length of the recording: that its header claims, or that of its decoded audio. The run of a
     * long recording may wait again, so it must have no decoder.
     *
     * @throws Problem 503 at once when the engine has no place for a long run
     */
    public void expect(Admission.Place place, Duration length) throws InterruptedException {
        expect(place, length, () -> {});
    }

    /**
     * Tells a place the length of the recording as {@link #expect(Admission.Place, Duration)}.
     *
     * @param endDecoder called before the run waits
     */
    public void expect(Admission.Place place, Duration length, Runnable endDecoder) throws InterruptedException {
        if (length.compareTo(AdmissionQueue.MAX_SHORT_DURATION) > 0 && !place.reachedAtOnce(length)) {
            endDecoder.run();
            records.<Admission.Place, InterruptedException>measure(Step.WAIT, () -> {
                place.reached(length);
                return place;
            });
        }
    }

    /** Work that decodes a recording to its end. */
    @FunctionalInterface
    public interface Decoding<T> {

        /**
         * Decodes the recording. When this method throws, the decoder has ended and nothing is kept.
         *
         * @param watch the stream of the decoder is read through this
         */
        T through(UnaryOperator<PcmStream> watch) throws InterruptedException;
    }

    /**
     * Decodes the recording of a run that has a place, before it is recognised. Where the recording turns out to be
     * long and the run has to wait for another place, the decoding ends before, and begins again after that.
     *
     * @throws Problem 503 at once when the engine has no place for a long run; also what decoding throws
     */
    public <T> T decode(Admission.Place place, Decoding<T> decoding) throws InterruptedException {
        Measurement<T> measurement = new Measurement<>(place, decoding);
        Optional<T> decoded = attempt(measurement);
        while (decoded.isEmpty()) {
            expect(place, measurement.reached());
            decoded = attempt(measurement);
        }
        return decoded.get();
    }

    private <T> Optional<T> attempt(Measurement<T> measurement) throws InterruptedException {
        return records.<Optional<T>, InterruptedException>measure(Step.LENGTH, measurement::attempt);
    }

    /**
     * Whether the engine knows the times of words for this request.
     *
     * @param engine the engine's name
     * @throws Problem 503 when the engine is not ready
     */
    public boolean knowsWords(String engine, RecognitionRequest request) {
        return engines.ready(engine).knowsWords(request);
    }

    /**
     * Whether the engine tells the tokens with their probabilities for this request.
     *
     * @param engine the engine's name
     * @throws Problem 503 when the engine is not ready
     */
    public boolean knowsTokens(String engine, RecognitionRequest request) {
        return engines.ready(engine).knowsTokens(request);
    }

    /**
     * The maximum numbers of tokens that {@link #recognize} can count for a recording of this length.
     *
     * @param engine the engine's name
     * @throws Problem 503 when the engine is not ready
     */
    public TokenLimit tokenLimit(String engine, RecognitionRequest request, Duration audio) {
        return engines.ready(engine).tokenLimit(audio, request);
    }

    /**
     * Admits and recognises a recording. The audio is opened only when the run has a place, and is always closed.
     *
     * @param engine the engine's name
     * @throws Problem 503 at once when the engine has no place for the run or is not ready; also what the engine and
     *     the audio throw
     * @throws InterruptedException when the calling thread is interrupted, which cancels the run
     * @throws IllegalArgumentException when no engine has this name
     */
    public Recognition recognize(String engine, RecognitionRequest request, AudioSource audio)
            throws InterruptedException {
        try (Admission.Place place = admit(engine, request.modelId(), request.accountId())) {
            expect(place, request.claimed());
            return recognize(engine, request, place, audio, SegmentListener.NONE);
        }
    }

    /**
     * Recognises the recording of a run that has a place. The audio is always closed; the place is not. Where the
     * recording turns out to be long, the audio may be opened a second time.
     *
     * @param listener is told each segment as soon as it is final
     * @throws Problem 503 when the engine is not ready; also what the engine and the audio throw
     * @throws InterruptedException when the calling thread is interrupted, which cancels the run
     */
    public Recognition recognize(
            String engine,
            RecognitionRequest request,
            Admission.Place place,
            AudioSource audio,
            SegmentListener listener)
            throws InterruptedException {
        SpeechEngine ready = engines.ready(engine);
        try (PcmStream stream = new AdmittedAudio(place, () -> timed(audio))) {
            return records.<Recognition, InterruptedException>measure(
                    Step.RECOGNISE, engine, () -> ready.recognize(stream, request, listener));
        }
    }

    /**
     * Recognises channels of the recording of a run one after the other. The result has the segments of all of them in
     * order of time, each with its channel, and the sum of their tokens. Its language is the one with the longest
     * segments together; the languages of the channels may differ.
     *
     * @param channels at least one
     * @param listener is told the segments in the order of the result. Where there are several channels, it is told
     *     them when the last channel is recognised, because any channel may hold the next segment.
     * @throws Problem as {@link #recognize(String, RecognitionRequest, Admission.Place, AudioSource, SegmentListener)}
     *     does
     * @throws InterruptedException when the calling thread is interrupted, which cancels the run
     */
    public Recognition recognizeChannels(
            String engine,
            RecognitionRequest request,
            Admission.Place place,
            List<ChannelAudio> channels,
            SegmentListener listener)
            throws InterruptedException {
        boolean several = channels.size() > 1;
        ChannelMerge merge = new ChannelMerge();
        for (ChannelAudio channel : channels) {
            SegmentListener live =
                    several ? SegmentListener.NONE : segment -> listener.segment(segment.of(channel.channel()));
            merge.add(
                    channel.channel(),
                    recognize(
                            engine,
                            request.ofChannel(channel.channel()),
                            after(merge.audio(), place),
                            channel.audio(),
                            live));
        }
        Recognition recognition = merge.recognition();
        if (several) {
            recognition.segments().forEach(listener::segment);
        }
        return recognition;
    }

    /** The same place, for audio that follows other audio of the run. */
    private static Admission.Place after(Duration earlier, Admission.Place place) {
        return new Admission.Place() {
            @Override
            public void reached(Duration audio) throws InterruptedException {
                place.reached(earlier.plus(audio));
            }

            @Override
            public boolean reachedAtOnce(Duration audio) {
                return place.reachedAtOnce(earlier.plus(audio));
            }

            @Override
            public void close() {
                place.close();
            }
        };
    }

    private PcmStream timed(AudioSource audio) {
        RunRecords.ParallelStep decoding = records.parallel(Step.DECODE);
        try {
            return new TimedAudio(audio.open(), decoding);
        } catch (RuntimeException | Error e) {
            decoding.failed(e);
            decoding.close();
            throw e;
        }
    }

    /**
     * Completes when the start of the default model's engine ends: with readiness, or with the reason why it cannot
     * recognise. It does not complete when the application stops before that.
     */
    public CompletionStage<Readiness> started() {
        return engines.started();
    }

    /** Whether runs of the default model can begin, and the reason if they cannot. */
    public Readiness readiness() {
        return engines.readiness();
    }
}
