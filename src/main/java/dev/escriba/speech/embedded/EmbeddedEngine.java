package dev.escriba.speech.embedded;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.control.RecognitionPool;
import dev.escriba.speech.control.SpeechEngine;
import dev.escriba.speech.control.SpeechModel;
import dev.escriba.speech.entity.Recognition;
import dev.escriba.speech.entity.RecognitionRequest;
import dev.escriba.speech.entity.TokenBound;
import dev.escriba.speech.segmentation.SegmentationRules;
import dev.escriba.speech.segmentation.Segmenter;
import dev.escriba.speech.segmentation.SileroVad;
import dev.escriba.speech.segmentation.Utterance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The engine that runs within the service: speech is found and cut by {@link Segmenter} on the calling thread, and recognised
 * utterance by utterance on the shared {@link RecognitionPool}, a bounded number of them at a time.
 *
 * <p>The language is told by the models themselves: see {@link Heard}. It is decided by the first utterance that tells it, checked
 * with every one that follows, and may change within a recording.
 */
public final class EmbeddedEngine implements SpeechEngine {

    public static final String NAME = "embedded";

    private final List<SpeechModel> models;
    private final SileroVad vad;
    private final RecognitionPool pool;
    private final SegmentationRules rules;

    /**
     * Of parts that stay the caller's to close.
     *
     * @param models one for each language, the cheapest first
     */
    public EmbeddedEngine(List<SpeechModel> models, SileroVad vad, RecognitionPool pool) {
        this(models, vad, pool, SegmentationRules.MEASURED);
    }

    EmbeddedEngine(List<SpeechModel> models, SileroVad vad, RecognitionPool pool, SegmentationRules rules) {
        this.models = List.copyOf(models);
        this.vad = vad;
        this.pool = pool;
        this.rules = rules;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> languages() {
        return models.stream().map(SpeechModel::language).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public TokenBound most(Duration audio, RecognitionRequest request) {
        int ofPrompt = request.prompt().isBlank()
                ? 0
                : candidates(request.languages()).stream()
                        .mapToInt(model -> model.countTokens(request.prompt()))
                        .max()
                        .orElse(0);
        return MostTokens.in(audio, ofPrompt);
    }

    @Override
    public Recognition recognize(PcmStream audio, RecognitionRequest request) throws InterruptedException {
        List<SpeechModel> candidates = candidates(request.languages()).stream()
                .map(model -> model.favouring(request.prompt()))
                .toList();
        RunningTranscript transcript = new RunningTranscript(
                candidates.size() == 1 ? Optional.of(candidates.get(0).language()) : Optional.empty());
        try (RecognitionPool.Lane lane = pool.lane(request.caller());
                Segmenter segmenter = new Segmenter(audio, vad, rules)) {
            new Run(lane, pool.workers(), new Listening(candidates), transcript).through(segmenter);
            return recognition(transcript, candidates, request.prompt(), Utterance.at(segmenter.samplesRead()));
        }
    }

    private Recognition recognition(
            RunningTranscript transcript, List<SpeechModel> candidates, String prompt, Duration duration) {
        SpeechModel speaker = transcript
                .language()
                .flatMap(language -> model(candidates, language))
                .orElse(candidates.get(0));
        return new Recognition(
                transcript.text(),
                transcript.language(),
                transcript.segments(),
                duration,
                transcript.completionTokens(),
                transcript.audioTokens() + (prompt.isBlank() ? 0 : speaker.countTokens(prompt)));
    }

    private List<SpeechModel> candidates(Set<String> languages) {
        List<SpeechModel> candidates = models.stream()
                .filter(model -> languages.contains(model.language()))
                .toList();
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("no model for any of " + languages + ", only for " + languages());
        }
        return candidates;
    }

    private static Optional<SpeechModel> model(List<SpeechModel> models, String language) {
        return models.stream()
                .filter(model -> model.language().equals(language))
                .findFirst();
    }
}
