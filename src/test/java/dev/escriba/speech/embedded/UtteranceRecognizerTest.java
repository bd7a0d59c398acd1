package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import dev.escriba.speech.moonshine.MoonshineModel;
import dev.escriba.speech.segmentation.UtteranceFixture;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UtteranceRecognizerTest {

    /** Returns the given hypotheses in order, and then repeats the last one. */
    private static final class Scripted implements SpeechModel {

        private final String language;
        private final Deque<Hypothesis> answers = new ArrayDeque<>();
        private int asked;
        private int stopped;

        Scripted(String language, Hypothesis... answers) {
            this.language = language;
            this.answers.addAll(List.of(answers));
        }

        @Override
        public String language() {
            return language;
        }

        @Override
        public Hypothesis transcribe(float[] samples) {
            asked++;
            return answers.size() == 1 ? answers.peek() : answers.remove();
        }

        @Override
        public Optional<Hypothesis> transcribe(float[] samples, EarlyStopping earlyStopping) {
            Hypothesis whole = transcribe(samples);
            boolean stops = earlyStopping.shouldStop(whole.tokens(), whole.meanLogProbability());
            stopped += stops ? 1 : 0;
            return stops ? Optional.empty() : Optional.of(whole);
        }

        @Override
        public TokenLimits tokenLimits() {
            return MoonshineModel.TOKEN_LIMITS;
        }

        @Override
        public int countTokens(String text) {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static Hypothesis text(String text, double meanLogProbability) {
        return new Hypothesis(text, text.isEmpty() ? 0 : text.split(" ", -1).length, meanLogProbability, 100, false);
    }

    private static UtteranceHypotheses recognize(double seconds, Optional<String> expected, SpeechModel... models)
            throws Exception {
        return new UtteranceRecognizer(List.of(models))
                .recognize(List.of(UtteranceFixture.seconds(seconds)), expected)
                .get(0);
    }

    @Test
    void asksNoSecondModelWhereTheFirstIsConfident() throws Exception {
        Scripted english = new Scripted("en", text("one two three four five six", -0.05));
        Scripted spanish = new Scripted("es", text("", -0.01));

        recognize(6, Optional.empty(), english, spanish);

        assertThat(english.asked).isEqualTo(1);
        assertThat(spanish.asked).isZero();
    }

    @Test
    void asksTheExpectedModelFirst() throws Exception {
        Scripted english = new Scripted("en", text("", -0.01));
        Scripted spanish = new Scripted("es", text("uno dos tres cuatro cinco seis", -0.05));

        recognize(6, Optional.of("es"), english, spanish);

        assertThat(english.asked).isZero();
    }

    @Test
    void stopsAModelEarlyWhereAnotherIsConfident() throws Exception {
        Scripted english = new Scripted("en", text("one two three four five six", -1));
        Scripted spanish = new Scripted("es", text("uno dos tres cuatro cinco seis", -0.05));

        UtteranceHypotheses hypotheses = recognize(1.6, Optional.empty(), english, spanish);

        assertThat(english.stopped).isEqualTo(1);
        assertThat(english.asked).isEqualTo(1);
        assertThat(hypotheses.evidence()).contains("es");
    }

    @Test
    void decodesFullyByAStoppedModelWhereNoOtherIsConfident() throws Exception {
        Scripted english = new Scripted("en", text("one two three four five six", -0.9));
        Scripted spanish = new Scripted("es", text("", -0.05));

        UtteranceHypotheses hypotheses = recognize(1.6, Optional.empty(), english, spanish);

        assertThat(english.stopped).isEqualTo(1);
        assertThat(hypotheses.language(Optional.empty())).contains("en");
    }

    @Test
    void keepsTheSimilarityOfTwoHypotheses() throws Exception {
        Scripted stable =
                new Scripted("en", text("won two three four five six", -0.4), text("One, two, three...", -0.5));
        Scripted unstable = new Scripted("en", text("abcd efgh", -0.4), text("nmop qrst", -0.5));

        assertThat(recognize(2, Optional.of("en"), stable).similarity("en")).isBetween(0.4, 0.6);
        assertThat(recognize(2, Optional.of("en"), unstable).similarity("en")).isZero();
    }

    @Test
    void retriesALowProbabilityAndTakesTheBetterText() throws Exception {
        Scripted english = new Scripted(
                "en", text("won too three four five six", -0.4), text("one two three four five six", -0.1));

        UtteranceHypotheses hypotheses = recognize(6, Optional.of("en"), english);

        assertThat(hypotheses.hypothesis("en").text()).startsWith("one two");
    }

    @Test
    void doesNotTakeATextThatLeavesWordsOut() throws Exception {
        Scripted english = new Scripted("en", text("one two three four five six", -0.4), text("one two", -0.01));

        assertThat(recognize(6, Optional.of("en"), english).hypothesis("en").tokens())
                .isEqualTo(6);
    }

    @Test
    void decodesHalvesWhereAModelKeepsRepeatingItself() throws Exception {
        Hypothesis loop = new Hypothesis("again again again", 3, -0.1, 100, true);
        Scripted english = new Scripted("en", loop, loop, text("first half", -0.05), text("second half", -0.05));

        UtteranceHypotheses hypotheses = recognize(10, Optional.of("en"), english);

        assertThat(hypotheses.hypothesis("en").text()).isEqualTo("first half second half");
        assertThat(hypotheses.hypothesis("en").looping()).isFalse();
    }

    @Test
    void doesNotBelieveARepetitionThatASecondDecodingDoesNotFind() throws Exception {
        Scripted english = new Scripted(
                "en", text("turn left and stop and stop and stop and stop", -0.05), text("turn left and stop", -0.1));

        assertThat(recognize(6, Optional.of("en"), english).hypothesis("en").text())
                .isEqualTo("turn left and stop");
    }

    @Test
    void believesARepetitionThatASecondDecodingFindsToo() throws Exception {
        Scripted english = new Scripted("en", text("no no no no no no", -0.05), text("no, no, no, no, no, no", -0.1));

        assertThat(recognize(6, Optional.of("en"), english).hypothesis("en").text())
                .isEqualTo("no no no no no no");
    }

    @Test
    void retriesASingleWordWithoutAText() throws Exception {
        Scripted english = new Scripted("en", text("", -0.05), text("No.", -0.2));

        assertThat(recognize(1, Optional.of("en"), english).language(Optional.of("en")))
                .contains("en");
    }

    @Test
    void retriesASentenceWithoutAText() throws Exception {
        Scripted english = new Scripted("en", text("", -0.05), text("one two three four five six", -0.2));

        UtteranceHypotheses hypotheses = recognize(10, Optional.of("en"), english);

        assertThat(hypotheses.language(Optional.of("en"))).contains("en");
        assertThat(hypotheses.similarity("en")).isEqualTo(0.75);
        assertThat(english.asked).isEqualTo(2);
    }

    @Test
    void asksTheExpectedModelAgainBeforeItBelievesADoubtfulTextOfAnother() throws Exception {
        Scripted english = new Scripted("en", text("one two", -0.6));
        Scripted spanish = new Scripted("es", text("", -0.05), text("uno dos", -0.5));

        UtteranceHypotheses hypotheses = recognize(1.4, Optional.of("es"), english, spanish);

        assertThat(hypotheses.language(Optional.of("es"))).contains("es");
        assertThat(hypotheses.hypothesis("es").text()).isEqualTo("uno dos");
    }

    @Test
    void believesADoubtfulTextWhereTheExpectedModelWritesNothingTwice() throws Exception {
        Scripted english = new Scripted("en", text("one two", -0.6));
        Scripted spanish = new Scripted("es", text("", -0.05));

        UtteranceHypotheses hypotheses = recognize(1.4, Optional.of("es"), english, spanish);

        assertThat(spanish.asked).isEqualTo(2);
        assertThat(hypotheses.language(Optional.of("es"))).contains("en");
        assertThat(HallucinationFilter.isCredible(hypotheses, "en")).isTrue();
    }

    @Test
    void doesNotAskTheExpectedModelAgainBesideAProbableTextOfAnother() throws Exception {
        Scripted english = new Scripted("en", text("one two", -0.1));
        Scripted spanish = new Scripted("es", text("", -0.05));

        UtteranceHypotheses hypotheses = recognize(1.4, Optional.of("es"), english, spanish);

        assertThat(spanish.asked).isEqualTo(1);
        assertThat(hypotheses.language(Optional.of("es"))).contains("en");
    }

    private static List<UtteranceHypotheses> unconfirmed(Optional<String> expected, SpeechModel... models)
            throws Exception {
        return new UtteranceRecognizer(List.of(models)).recognize(UtteranceFixture.unconfirmed(3), expected);
    }

    @Test
    void writesUnconfirmedSpeechWhereTwoDecodingsAgree() throws Exception {
        Scripted english = new Scripted(
                "en", text("one two three four five six", -0.3), text("one two three four five six", -0.1));

        List<UtteranceHypotheses> found = unconfirmed(Optional.of("en"), english);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).hypothesis("en").meanLogProbability()).isEqualTo(-0.1);
        assertThat(found.get(0).similarity("en")).isEqualTo(1);
    }

    @Test
    void writesNothingForUnconfirmedSpeechWithLittleEvidence() throws Exception {
        Hypothesis confident = text("one two three four five six", -0.1);

        assertThat(unconfirmed(Optional.of("en"), new Scripted("en", text("", -0.01))))
                .isEmpty();
        assertThat(unconfirmed(Optional.of("en"), new Scripted("en", text("one two", -0.01))))
                .isEmpty();
        assertThat(unconfirmed(Optional.of("en"), new Scripted("en", text("one two three four", -0.45))))
                .isEmpty();
        assertThat(unconfirmed(Optional.of("en"), new Scripted("en", confident, text("", -0.1))))
                .isEmpty();
        assertThat(unconfirmed(
                        Optional.of("en"),
                        new Scripted("en", confident, text("quite another sentence of words", -0.1))))
                .isEmpty();
        assertThat(unconfirmed(
                        Optional.of("en"), new Scripted("en", confident, text("one two three four five six", -0.45))))
                .isEmpty();
    }

    @Test
    void takesNoTranslationForUnconfirmedSpeech() throws Exception {
        Scripted english = new Scripted("en", text("one two three four five six", -0.3));
        Scripted spanish = new Scripted("es", text("uno dos tres cuatro cinco seis", -0.12));

        for (Optional<String> expected : List.of(Optional.<String>empty(), Optional.of("en"))) {
            List<UtteranceHypotheses> found = unconfirmed(expected, english, spanish);
            assertThat(found).hasSize(1);
            assertThat(found.get(0).language(expected)).contains("es");
            assertThat(found.get(0).similarity("es")).isEqualTo(1);
        }
    }

    @Test
    void asksOneModelForUnconfirmedSpeechWhereItIsCertain() throws Exception {
        Scripted english = new Scripted("en", text("one two three four five six", -0.15));
        Scripted spanish = new Scripted("es", text("uno dos tres cuatro cinco seis", -0.05));

        assertThat(unconfirmed(Optional.of("en"), english, spanish)).hasSize(1);
        assertThat(spanish.asked).isZero();
        assertThat(unconfirmed(Optional.of("es"), english, spanish))
                .singleElement()
                .satisfies(
                        found -> assertThat(found.language(Optional.of("es"))).contains("es"));
    }

    @Test
    void writesNoSignsAndNoLoopForUnconfirmedSpeech() throws Exception {
        String sentence = "there is no one here. ";

        assertThat(unconfirmed(Optional.of("en"), new Scripted("en", text("♪ ♪ ♪ ♪ ♪", -0.05))))
                .isEmpty();
        assertThat(unconfirmed(
                        Optional.of("en"),
                        new Scripted("en", text(sentence.repeat(3).strip(), -0.05))))
                .isEmpty();
    }
}
