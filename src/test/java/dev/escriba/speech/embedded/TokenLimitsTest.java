package dev.escriba.speech.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.entity.TokenLimit;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import dev.escriba.speech.moonshine.MoonshineModel;
import dev.escriba.speech.segmentation.Utterance;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Checks the limit with a model that always writes its maximum and repeats itself, so that every utterance is decoded
 * again and in halves.
 */
class TokenLimitsTest {

    /** With the limits of {@link dev.escriba.speech.moonshine.MoonshineModel} and its encoder. */
    private static final SpeechModel TALKATIVE = new SpeechModel() {
        @Override
        public String language() {
            return "en";
        }

        @Override
        public Hypothesis transcribe(float[] samples) {
            int length = Math.max(samples.length, 4_000);
            int tokens = (int) Math.ceil(length * 6.5 / 16_000) + 8;
            return new Hypothesis("word ".repeat(tokens), tokens, -1, length / 384 + 1, true);
        }

        @Override
        public int trailingSilence() {
            return MoonshineModel.MAX_TRAILING_SILENCE;
        }

        @Override
        public TokenLimits tokenLimits() {
            return MoonshineModel.TOKEN_LIMITS;
        }

        @Override
        public int countTokens(String text) {
            return text.length();
        }

        @Override
        public void close() {}
    };

    @Test
    void noRecordingExceedsTheLimit() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 300; i++) {
            long samples = 0;
            int completionTokens = 0;
            int audioTokens = 0;
            // utterances of at least a second, and a last one of any length
            int utterances = random.nextInt(1, 20);
            for (int u = 0; u < utterances; u++) {
                boolean last = u == utterances - 1;
                float[] utterance =
                        new float[random.nextInt(last ? 1 : 16_000, random.nextBoolean() ? 40_000 : 416_000)];
                Hypothesis hypothesis = transcribeInHalves(utterance);
                completionTokens += hypothesis.tokens();
                audioTokens += hypothesis.audioTokens();
                samples += utterance.length;
            }
            TokenLimit limit = MoonshineModel.TOKEN_LIMITS.forAudio(Utterance.at(samples), 0);
            assertThat(completionTokens).isLessThanOrEqualTo(limit.completionTokens());
            assertThat(audioTokens).isLessThanOrEqualTo(limit.promptTokens());
        }
    }

    /** Splits like {@link LowConfidenceRetry}, into parts of one to four seconds. */
    private static Hypothesis transcribeInHalves(float[] samples) throws InterruptedException {
        if (samples.length < 64_000) {
            Hypothesis first = SilencePadding.FIRST_PASS.of(samples, TALKATIVE);
            Hypothesis again = SilencePadding.RETRY.of(samples, TALKATIVE);
            return first.tokens() > again.tokens() ? first : again;
        }
        int middle = samples.length / 4;
        Hypothesis one = transcribeInHalves(new float[middle]);
        Hypothesis other = transcribeInHalves(new float[samples.length - middle]);
        return new Hypothesis("", one.tokens() + other.tokens(), -1, one.audioTokens() + other.audioTokens(), true);
    }
}
