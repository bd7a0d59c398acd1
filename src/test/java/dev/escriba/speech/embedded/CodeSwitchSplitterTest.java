package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import dev.escriba.speech.moonshine.MoonshineModel;
import dev.escriba.speech.segmentation.UtteranceFixture;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodeSwitchSplitterTest {

    /** Writes a fixed number of words for each second of the parts in its language, and nothing for the others. */
    private static final class Native implements SpeechModel {

        private final String language;
        private final double wordsASecond;
        private final Set<Integer> parts;
        private int asked;

        Native(String language, double wordsASecond, Integer... parts) {
            this.language = language;
            this.wordsASecond = wordsASecond;
            this.parts = Set.of(parts);
        }

        @Override
        public String language() {
            return language;
        }

        @Override
        public Hypothesis transcribe(float[] samples) {
            asked++;
            Set<Integer> found = new HashSet<>();
            int own = 0;
            for (float sample : samples) {
                if (parts.contains((int) sample)) {
                    own++;
                    found.add((int) sample);
                }
            }
            return own == 0
                    ? new Hypothesis("", 0, -0.1, 100, false)
                    : new Hypothesis(found.toString(), (int) (wordsASecond * own / 16_000), -0.05, 100, false);
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

    private static List<Segment> segments(double[] seconds, Native... models) throws Exception {
        TranscriptAssembler transcript = new TranscriptAssembler(Optional.empty());
        new UtteranceRecognizer(List.of(models))
                .recognize(List.of(UtteranceFixture.alternating(seconds)), Optional.empty())
                .forEach(transcript::add);
        transcript.end();
        return transcript.segments();
    }

    @Test
    void decodesEachLanguageByItsOwnModel() throws Exception {
        List<Segment> segments = segments(new double[] {8, 0.6, 5}, new Native("en", 4, 1), new Native("es", 4, 2));

        assertThat(segments).extracting(Segment::language).containsExactly("en", "es");
        assertThat(segments).extracting(Segment::text).containsExactly("[1]", "[2]");
        assertThat(segments.get(0).end()).isEqualTo(segments.get(1).start()).hasMillis(8_288);
    }

    @Test
    void keepsPartsOfOneLanguageTogether() throws Exception {
        List<Segment> segments = segments(
                new double[] {4, 0.4, 4, 0.6, 4, 0.4, 4}, new Native("en", 4, 1, 2), new Native("es", 4, 3, 4));

        assertThat(segments).extracting(Segment::text).containsExactly("[1, 2]", "[3, 4]");
    }

    @Test
    void followsChangesBackAndForth() throws Exception {
        List<Segment> segments =
                segments(new double[] {4, 0.6, 4, 0.6, 4}, new Native("en", 4, 1, 3), new Native("es", 4, 2));

        assertThat(segments).extracting(Segment::language).containsExactly("en", "es", "en");
    }

    @Test
    void doesNotSplitSlowSpeechOfOneLanguage() throws Exception {
        assertThat(segments(new double[] {5, 1, 5}, new Native("en", 2, 1, 2), new Native("es", 4)))
                .extracting(Segment::text)
                .containsExactly("[1, 2]");
    }

    @Test
    void leavesAShortPartWithItsNeighbour() throws Exception {
        assertThat(segments(new double[] {5, 0.6, 1}, new Native("en", 4, 1), new Native("es", 4, 2)))
                .extracting(Segment::language)
                .containsExactly("en");
    }

    @Test
    void asksNoOtherModelAboutSpeechAtItsUsualRate() throws Exception {
        Native spanish = new Native("es", 4);

        segments(new double[] {5, 0.6, 5}, new Native("en", 4, 1, 2), spanish);

        assertThat(spanish.asked).isZero();
    }

    @Test
    void losesNoPartWhoseTextIsNotBelieved() throws Exception {
        // so many words in so little time are a guess at noise
        List<Segment> segments = segments(new double[] {8, 0.6, 5}, new Native("en", 4, 1), new Native("es", 12, 2));

        assertThat(segments).extracting(Segment::language).containsExactly("en");
        assertThat(segments.get(0).end()).hasMillis(13_600 - 13_600 % 32);
    }
}
