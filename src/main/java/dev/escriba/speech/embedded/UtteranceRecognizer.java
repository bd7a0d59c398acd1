package dev.escriba.speech.embedded;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.segmentation.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes utterances by as few models as possible, and decodes again where the confidence is low. */
final class UtteranceRecognizer {

    /**
     * For models that may not know the language. The mean of the first tokens was lower in one of 85 clips in the
     * model's own language, and in nine of ten Spanish clips under the English model. So a model need not write a whole
     * text in a language that it does not know.
     */
    private static final EarlyStopping EARLY_STOPPING = new EarlyStopping(6, -0.7);

    private final List<SpeechModel> models;
    private final CodeSwitchSplitter splitter;
    private final PartwiseDecoding partwise;
    private final UnconfirmedSpeech unconfirmed;

    /** @param models the cheapest first */
    UtteranceRecognizer(List<SpeechModel> models) {
        this.models = models;
        splitter = new CodeSwitchSplitter(models, EARLY_STOPPING);
        partwise = new PartwiseDecoding(models);
        unconfirmed = new UnconfirmedSpeech(models, EARLY_STOPPING);
    }

    /**
     * Recognises an utterance. The result is empty if it is {@linkplain Utterance#isConfirmed() unconfirmed} and the
     * models confirm no speech either.
     *
     * @param expected the language of the speech before
     */
    List<UtteranceHypotheses> recognize(Utterance utterance, Optional<String> expected) throws InterruptedException {
        return utterance.isConfirmed()
                ? recognize(List.of(utterance), expected)
                : unconfirmed.recognize(utterance, expected).stream().toList();
    }

    /**
     * Recognises utterances. The expected language's model decodes all of them as a batch. Without an expected
     * language, the models decode each utterance in their order until one is confident. An utterance that changes its
     * language gives one entry for each span of a language.
     *
     * @param expected the language of the speech before
     */
    List<UtteranceHypotheses> recognize(List<Utterance> utterances, Optional<String> expected)
            throws InterruptedException {
        List<UtteranceHypotheses> whole =
                utterances.stream().map(UtteranceHypotheses::new).toList();
        Optional<SpeechModel> first = expected.flatMap(this::model);
        if (first.isPresent()) {
            ask(first.get(), whole);
        }
        List<UtteranceHypotheses> all = new ArrayList<>();
        for (UtteranceHypotheses hypotheses : whole) {
            askOthers(hypotheses, first);
            retryMissingText(hypotheses, expected);
            all.addAll(bySpan(hypotheses, expected));
        }
        return all;
    }

    /** The spans of an utterance that changes its language, if each of them has a text; else the whole utterance. */
    private List<UtteranceHypotheses> bySpan(UtteranceHypotheses whole, Optional<String> expected)
            throws InterruptedException {
        List<UtteranceHypotheses> spans =
                splitter.split(whole, whole.language(expected).flatMap(this::model));
        improve(spans, expected);
        if (spans.size() == 1 || spans.stream().allMatch(span -> isCredible(span, expected))) {
            return spans;
        }
        improve(List.of(whole), expected);
        return List.of(whole);
    }

    private static boolean isCredible(UtteranceHypotheses hypotheses, Optional<String> expected) {
        return hypotheses
                .language(expected)
                .filter(language -> HallucinationFilter.isCredible(hypotheses, language))
                .isPresent();
    }

    private void improve(List<UtteranceHypotheses> all, Optional<String> expected) throws InterruptedException {
        for (SpeechModel model : models) {
            List<UtteranceHypotheses> chosen = new ArrayList<>();
            for (UtteranceHypotheses hypotheses : all) {
                if (hypotheses.language(expected).equals(Optional.of(model.language()))) {
                    chosen.add(hypotheses);
                }
            }
            new LowConfidenceRetry(model).retry(chosen);
        }
        for (UtteranceHypotheses hypotheses : all) {
            partwise.improve(hypotheses, expected);
        }
    }

    private void askOthers(UtteranceHypotheses hypotheses, Optional<SpeechModel> first) throws InterruptedException {
        if (first.isPresent() && hypotheses.isCertain(first.get().language(), true)) {
            return;
        }
        List<SpeechModel> stopped = new ArrayList<>();
        for (SpeechModel model : models) {
            if (first.isPresent() && model == first.get()) {
                continue;
            }
            Optional<Hypothesis> hypothesis = models.size() == 1
                    ? Optional.of(
                            SilencePadding.FIRST_PASS.of(hypotheses.utterance().samples(), model))
                    : SilencePadding.FIRST_PASS.of(hypotheses.utterance().samples(), model, EARLY_STOPPING);
            if (hypothesis.isEmpty()) {
                stopped.add(model);
                continue;
            }
            hypotheses.add(model.language(), hypothesis.get());
            if (first.isEmpty() && hypotheses.isCertain(model.language(), false)) {
                return;
            }
        }
        if (!hypotheses.isDecided(first.map(SpeechModel::language))) {
            for (SpeechModel model : stopped) {
                ask(model, List.of(hypotheses));
            }
        }
    }

    /**
     * Decodes an utterance again, with silence around it, where no model wrote a text. Where only the expected
     * language's model wrote none, it decodes again before a doubtful text of another language is believed.
     */
    private void retryMissingText(UtteranceHypotheses hypotheses, Optional<String> expected)
            throws InterruptedException {
        List<String> missing = hypotheses.byLanguage().keySet().stream()
                .filter(language -> hypotheses.isMissing(language, expected))
                .toList();
        for (String language : missing) {
            Hypothesis first = hypotheses.hypothesis(language);
            Hypothesis again = SilencePadding.RETRY.of(
                    hypotheses.utterance().samples(), model(language).orElseThrow());
            hypotheses.resolve(language, again, LowConfidenceRetry.similarity(first, again));
            if (!again.text().isBlank()) {
                hypotheses.contradict();
            }
        }
    }

    private static void ask(SpeechModel model, List<UtteranceHypotheses> all) throws InterruptedException {
        List<float[]> samples =
                all.stream().map(hypotheses -> hypotheses.utterance().samples()).toList();
        List<Hypothesis> hypotheses = SilencePadding.FIRST_PASS.of(samples, model);
        for (int i = 0; i < hypotheses.size(); i++) {
            all.get(i).add(model.language(), hypotheses.get(i));
        }
    }

    Optional<SpeechModel> model(String language) {
        return models.stream()
                .filter(model -> model.language().equals(language))
                .findFirst();
    }
}
