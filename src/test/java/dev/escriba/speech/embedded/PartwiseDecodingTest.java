package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import dev.escriba.speech.moonshine.MoonshineModel;
import dev.escriba.speech.segmentation.UtteranceFixture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartwiseDecodingTest {

    /** Two sentences with a word between them that is said four times. */
    private static final double[] WORDS = {2, 0.6, 0.5, 0.6, 0.5, 0.6, 0.5, 0.6, 0.5, 0.6, 2};

    private static final double[] FOUR_WORDS = {0.5, 0.6, 0.5, 0.6, 0.5, 0.6, 0.5};

    /** No pause of a part, but a quiet point. */
    private static final double[] LONG = {3.4, 0.1, 3.4};

    /** Writes one text for a part of speech, and another one for several parts. */
    private static final class Partwise implements SpeechModel {

        private final String language;
        private final Hypothesis alone;
        private final Hypothesis together;
        private int asked;

        Partwise(String language, Hypothesis alone, Hypothesis together) {
            this.language = language;
            this.alone = alone;
            this.together = together;
        }

        @Override
        public String language() {
            return language;
        }

        @Override
        public Hypothesis transcribe(float[] samples) {
            asked++;
            float first = 0;
            for (float sample : samples) {
                if (sample != 0 && first != 0 && sample != first) {
                    return together;
                }
                first = sample == 0 ? first : sample;
            }
            return alone;
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

    /** Writes a text for 2 to 6 s alone. */
    private static final class Brief implements SpeechModel {

        private final Hypothesis brief;
        private int asked;

        Brief(Hypothesis brief) {
            this.brief = brief;
        }

        @Override
        public String language() {
            return "en";
        }

        @Override
        public Hypothesis transcribe(float[] samples) {
            asked++;
            return samples.length > 2 * 16_000 && samples.length < 6 * 16_000 ? brief : nothing();
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

    /** Writes the next text for each part of speech, and another one for several parts. */
    private static final class Parts implements SpeechModel {

        private final String together;
        private final String[] alone;

        Parts(String together, String... alone) {
            this.together = together;
            this.alone = alone;
        }

        @Override
        public String language() {
            return "en";
        }

        @Override
        public Hypothesis transcribe(float[] samples) {
            int first = 0;
            for (float sample : samples) {
                if (sample != 0 && first != 0 && sample != first) {
                    return text(together, -0.1);
                }
                first = sample == 0 ? first : (int) sample;
            }
            return text(alone[first - 1], -0.1);
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
        return new Hypothesis(text, RepeatedPhrase.words(text).size() * 2, meanLogProbability, 100, false);
    }

    private static Hypothesis nothing() {
        return text("", -0.02);
    }

    private static Optional<String> heard(double[] seconds, Optional<String> expected, SpeechModel... models)
            throws InterruptedException {
        UtteranceHypotheses hypotheses = new UtteranceRecognizer(List.of(models))
                .recognize(List.of(UtteranceFixture.alternating(seconds)), expected)
                .get(0);
        return hypotheses
                .language(expected)
                .map(language -> hypotheses.hypothesis(language).text());
    }

    @Test
    void writesAWordOfWhichTheModelWritesNothingWhenItIsRepeated() throws InterruptedException {
        Partwise english = new Partwise("en", text("Help me!", -0.3), nothing());
        Partwise spanish = new Partwise("es", nothing(), nothing());

        assertThat(heard(FOUR_WORDS, Optional.empty(), english, spanish))
                .contains("Help me! Help me! Help me! Help me!");
    }

    @Test
    void writesAWordThatTheModelSkipsWhenItIsRepeated() throws InterruptedException {
        Partwise english = new Partwise("en", text("Help.", -0.2), text("Help.", -0.1));

        assertThat(heard(FOUR_WORDS, Optional.of("en"), english)).contains("Help. Help. Help. Help.");
    }

    @Test
    void writesARepeatedWordBetweenSentencesThatTheModelSkips() throws InterruptedException {
        String sentences = "one two three four five six seven eight nine ten eleven twelve";
        Partwise english = new Partwise("en", text("Help.", -0.2), text(sentences, -0.1));

        assertThat(heard(WORDS, Optional.of("en"), english))
                .hasValueSatisfying(
                        text -> assertThat(RepeatedPhrase.count(text)).isGreaterThanOrEqualTo(4));
    }

    @Test
    void takesTheLanguageInWhichMorePartsHaveAText() throws InterruptedException {
        Hypothesis cut = new Hypothesis("Tamao", 4, -0.2, 100, true);
        Partwise english = new Partwise("en", text("Hello.", -0.3), nothing());
        Partwise spanish = new Partwise("es", nothing(), cut);

        assertThat(heard(FOUR_WORDS, Optional.empty(), english, spanish)).contains("Hello. Hello. Hello. Hello.");
    }

    @Test
    void keepsTheTextOfTheWholeWhereThePartsRepeatNothing() throws InterruptedException {
        Partwise english = new Partwise("en", nothing(), text("Hello.", -0.1));

        assertThat(heard(FOUR_WORDS, Optional.of("en"), english)).contains("Hello.");
    }

    @Test
    void keepsAFullerTextWhereSomePartsHaveNone() throws InterruptedException {
        double[] parts = {0.5, 0.6, 0.5, 0.6, 0.5, 0.6, 1, 0.6, 0.5, 0.6, 1};
        String sentences = "Stop, stop. The bridge is closed.";
        Parts english = new Parts(sentences, "Stop.", "Stop.", "Stop.", "", "", "");
        Parts both = new Parts(sentences, "Stop.", "Stop.", "Stop.", "", "The bridge", "is closed.");

        assertThat(heard(parts, Optional.of("en"), english)).contains(sentences);
        assertThat(heard(parts, Optional.of("en"), both)).contains("Stop. Stop. Stop. The bridge is closed.");
    }

    @Test
    void keepsANumberThatIsDictatedSlowly() throws InterruptedException {
        double[] parts = {0.5, 0.6, 0.5, 0.6, 0.5, 0.6, 0.5};
        Parts figures = new Parts("555-4", "5.", "5.", "5.", "4.");
        Parts words = new Parts("555-4", "Five.", "Five.", "Five.", "Four.");
        Parts digits = new Parts("5, 5, 4.", "5.", "5.", "5.", "4.");

        assertThat(heard(parts, Optional.of("en"), figures)).contains("555-4");
        assertThat(heard(parts, Optional.of("en"), words)).contains("555-4");
        assertThat(heard(parts, Optional.of("en"), digits)).contains("5. 5. 5. 4.");
    }

    @Test
    void decodesHalvesOfALongUtteranceWithoutAText() throws InterruptedException {
        Brief english = new Brief(text("Hello there.", -0.3));

        assertThat(heard(LONG, Optional.of("en"), english)).contains("Hello there. Hello there.");
        // the first part alone is a word without a text
        assertThat(heard(new double[] {0.5, 0.4, 3.4, 0.1, 3.4}, Optional.of("en"), english))
                .contains("Hello there. Hello there.");
        assertThat(heard(LONG, Optional.of("en"), new Brief(text("Hmm.", -0.9))))
                .isEmpty();
    }

    @Test
    void decodesHalvesOnceWhereTheyHaveNoText() throws InterruptedException {
        Brief english = new Brief(nothing());

        assertThat(heard(LONG, Optional.of("en"), english)).isEmpty();
        // twice as a whole
        assertThat(english.asked).isEqualTo(4);
    }

    @Test
    void decodesNoHalvesOfAShortUtterance() throws InterruptedException {
        Brief english = new Brief(nothing());

        heard(new double[] {3.5}, Optional.of("en"), english);

        assertThat(english.asked).isEqualTo(2);
    }

    @Test
    void writesNothingWhereThePartsAreUnlikely() throws InterruptedException {
        Partwise english = new Partwise("en", text("Hmm.", -0.9), nothing());

        assertThat(heard(FOUR_WORDS, Optional.empty(), english)).isEmpty();
    }

    @Test
    void decodesNoPartsOfATextWithoutDoubt() throws InterruptedException {
        Partwise english = new Partwise("en", text("Help.", -0.1), text("one two three four five six", -0.05));

        heard(new double[] {1, 0.5, 2}, Optional.of("en"), english);

        assertThat(english.asked).isEqualTo(1);
    }
}
