package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.entity.Segment;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.segmentation.UtteranceFixture;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TranscriptAssemblerTest {

    private final TranscriptAssembler transcript = new TranscriptAssembler(Optional.empty());

    private static UtteranceHypotheses sentence(int at, String language, double meanLogProbability) {
        UtteranceHypotheses hypotheses = new UtteranceHypotheses(UtteranceFixture.at(at * 16_000L, 5));
        hypotheses.add(language, new Hypothesis("one two three four five six", 6, meanLogProbability, 200, false));
        return hypotheses;
    }

    private static UtteranceHypotheses word(int at, double english, double spanish) {
        UtteranceHypotheses hypotheses = new UtteranceHypotheses(UtteranceFixture.at(at * 16_000L, 1));
        hypotheses.add("en", new Hypothesis("No.", 2, english, 40, false));
        hypotheses.add("es", new Hypothesis("No,", 2, spanish, 40, false));
        return hypotheses;
    }

    @Test
    void takesAWordInTheLanguageOfTheNextSentence() {
        transcript.add(word(0, -0.1, -0.3));
        transcript.add(sentence(2, "es", -0.05));
        transcript.end();

        assertThat(transcript.text()).isEqualTo("No, one two three four five six");
        assertThat(transcript.segments()).extracting(Segment::language).containsExactly("es", "es");
        assertThat(transcript.language()).contains("es");
    }

    @Test
    void writesADoubtfulWordThatOnlyTheOtherLanguageHas() {
        UtteranceHypotheses word = new UtteranceHypotheses(UtteranceFixture.at(0, 1));
        word.add("en", new Hypothesis("No.", 2, -0.6, 40, false));
        word.add("es", new Hypothesis("", 0, -0.05, 40, false));
        transcript.add(word);
        transcript.add(sentence(2, "es", -0.05));
        transcript.end();

        assertThat(transcript.text()).isEqualTo("No. one two three four five six");
        assertThat(transcript.segments()).extracting(Segment::language).containsExactly("en", "es");
    }

    @Test
    void takesWordsWithoutEvidenceInTheLikelierLanguage() {
        transcript.add(word(0, -0.5, -0.1));
        transcript.add(word(2, -0.1, -0.2));
        transcript.end();

        assertThat(transcript.language()).contains("es");
    }

    @Test
    void namesTheLanguageSpokenLongest() {
        transcript.add(sentence(0, "en", -0.1));
        transcript.add(sentence(6, "es", -0.1));
        transcript.add(sentence(12, "es", -0.1));
        transcript.end();

        assertThat(transcript.segments()).extracting(Segment::language).containsExactly("en", "es", "es");
        assertThat(transcript.language()).contains("es");
    }

    @Test
    void rejectsAnUnlikelyText() {
        transcript.add(sentence(0, "en", -2));
        transcript.end();

        assertThat(transcript.text()).isEmpty();
        assertThat(transcript.language()).isEmpty();
        assertThat(transcript.completionTokens()).isZero();
        assertThat(transcript.audioTokens()).isEqualTo(200);
    }

    @Test
    void tellsSpeechInAnUnknownLanguageFromASound() {
        UtteranceHypotheses sound = new UtteranceHypotheses(UtteranceFixture.at(0, 0.3));
        sound.add("en", new Hypothesis("Hmm.", 2, -2, 20, false));
        transcript.add(sound);
        assertThat(transcript.hasOnlyUnknownLanguages()).isFalse();

        transcript.add(sentence(1, "en", -2));
        assertThat(transcript.hasOnlyUnknownLanguages()).isTrue();

        transcript.add(sentence(8, "en", -0.1));
        assertThat(transcript.hasOnlyUnknownLanguages()).isFalse();
    }

    @Test
    void acceptsALoopOnlyWithAHighProbability() {
        UtteranceHypotheses probable = new UtteranceHypotheses(UtteranceFixture.at(0, 5));
        probable.add("en", new Hypothesis("No, no, no, no, no, no, no, no.", 16, -0.1, 200, true));
        UtteranceHypotheses improbable = new UtteranceHypotheses(UtteranceFixture.at(96_000, 5));
        improbable.add("en", new Hypothesis("The first of the first of the first", 16, -0.45, 200, true));
        transcript.add(probable);
        transcript.add(improbable);
        transcript.end();

        assertThat(transcript.text()).startsWith("No, no").doesNotContain("first");
    }

    @Test
    void rejectsASetPhraseForLongSpeech() {
        for (double seconds : new double[] {2, 8}) {
            UtteranceHypotheses hypotheses = new UtteranceHypotheses(
                    UtteranceFixture.at(transcript.segments().size() * 160_000L, seconds));
            hypotheses.add("es", new Hypothesis("Gracias por ver el video.", 7, -0.4, 200, false));
            transcript.add(hypotheses);
        }
        transcript.end();

        assertThat(transcript.segments()).hasSize(1);
    }

    @Test
    void expectsNoLanguageAfterARejectedText() {
        UtteranceHypotheses foreign = sentence(0, "en", -0.8);
        foreign.resolve("en", foreign.hypothesis("en"), 0);
        transcript.add(foreign);

        assertThat(transcript.expected()).isEmpty();
        assertThat(transcript.audioTokens()).isEqualTo(200);
        transcript.add(word(6, -0.5, -0.1));
        transcript.end();
        assertThat(transcript.language()).contains("es");
    }

    @Test
    void rejectsATextThatDiffersInTheSecondDecoding() {
        UtteranceHypotheses unstable = new UtteranceHypotheses(UtteranceFixture.at(0, 5));
        unstable.resolve("en", new Hypothesis("something else", 18, -1.2, 200, false), 0.4);
        UtteranceHypotheses stable = new UtteranceHypotheses(UtteranceFixture.at(96_000, 5));
        stable.resolve("en", new Hypothesis("much the same", 18, -1.2, 200, false), 0.8);
        transcript.add(unstable);
        transcript.add(stable);
        transcript.end();

        assertThat(transcript.text()).isEqualTo("much the same");
    }

    @Test
    void rejectsATextThatTheSpeechHasNoTimeFor() {
        UtteranceHypotheses click = new UtteranceHypotheses(UtteranceFixture.at(0, 0.3));
        click.add("es", new Hypothesis("no, no, no, no, no", 10, -0.16, 20, false));
        transcript.add(click);
        transcript.end();

        assertThat(transcript.text()).isEmpty();
    }

    @Test
    void countsTokensOfTheTranscript() {
        transcript.add(sentence(0, "en", -0.1));
        transcript.add(sentence(6, "en", -0.1));
        transcript.end();

        assertThat(transcript.completionTokens()).isEqualTo(12);
        assertThat(transcript.audioTokens()).isEqualTo(400);
    }
}
