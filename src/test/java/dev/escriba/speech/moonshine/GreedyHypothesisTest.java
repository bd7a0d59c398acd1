package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GreedyHypothesisTest {

    private static final double LIKELY = -0.1;
    private static final float[][] NO_HEADS = {};

    static Tokenizer tokenizer;

    @BeforeAll
    static void read() throws IOException {
        tokenizer = Tokenizer.read(MoonshineFixture.packed("moonshine-tiny-en").resolve("tokens.txt"));
    }

    private static GreedyHypothesis seconds(int seconds) {
        return new GreedyHypothesis(seconds * 16_000, GreedyHypothesis.NO_EARLY_STOPPING);
    }

    /** Adds the tokens of a text until the hypothesis is complete. Returns whether it is. */
    private static boolean write(GreedyHypothesis hypothesis, String text) {
        for (int token : tokenizer.encode(text)) {
            if (hypothesis.add(token, LIKELY, NO_HEADS)) {
                return true;
            }
        }
        return false;
    }

    private static Hypothesis end(GreedyHypothesis hypothesis) {
        assertThat(hypothesis.add(Tokenizer.END, LIKELY, NO_HEADS)).isTrue();
        return hypothesis.hypothesis(tokenizer, 100).orElseThrow();
    }

    @Test
    void keepsAWordAsOftenAsItWasSaid() {
        GreedyHypothesis hypothesis = seconds(8);
        String text = "help, ".repeat(19) + "help.";

        assertThat(write(hypothesis, text)).isFalse();
        Hypothesis written = end(hypothesis);

        assertThat(written.text().strip()).isEqualTo(text);
        assertThat(written.looping()).isFalse();
    }

    @Test
    void goesOnAfterARepetition() {
        GreedyHypothesis hypothesis = seconds(8);

        assertThat(write(hypothesis, "stop ".repeat(12) + "and turn left")).isFalse();

        assertThat(end(hypothesis).text()).endsWith("stop and turn left");
    }

    @Test
    void cutsALoopThatFindsNoEnd() {
        GreedyHypothesis hypothesis = seconds(8);

        assertThat(write(hypothesis, "turn left" + " and turn right".repeat(40)))
                .isTrue();
        Hypothesis written = hypothesis.hypothesis(tokenizer, 100).orElseThrow();

        assertThat(written.text().strip()).isEqualTo("turn left and turn right");
        assertThat(written.looping()).isTrue();
    }

    @Test
    void theLastWordBeforeALoopEndsWhereTheLoopBegins() {
        GreedyHypothesis hypothesis = seconds(8);
        int most = GreedyHypothesis.maxTokens(8 * 16_000);
        List<Integer> tokens = tokenizer.encode("turn left" + " and turn right".repeat(40));
        for (int i = 0; i < most; i++) {
            hypothesis.add(tokens.get(i), LIKELY, attention(i, most));
        }
        Hypothesis written = hypothesis.hypothesis(tokenizer, 100).orElseThrow();

        assertThat(written.words()).hasSize(5);
        assertThat(written.words().get(4).end()).isBetween(0.5, 2.0);
    }

    /** One head, which looks at a part of the audio of its own for each token. */
    static float[][] attention(int token, int tokens) {
        int width = 8;
        float[] weights = new float[width * tokens];
        Arrays.fill(weights, width * token, width * (token + 1), 1f / width);
        return new float[][] {weights};
    }

    @Test
    void keepsATextThatReachesTheLimitWithoutALoop() {
        GreedyHypothesis hypothesis = seconds(1);
        String text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen";

        assertThat(write(hypothesis, text)).isTrue();

        assertThat(hypothesis.hypothesis(tokenizer, 100).orElseThrow().looping())
                .isFalse();
    }

    @Test
    void repetitionsWithVariationsAreALoopAlthoughTheyEnd() {
        GreedyHypothesis hypothesis = seconds(20);
        write(
                hypothesis,
                "we are in the middle of the one and we are in the middle of the two and we are in the middle of the"
                        + " six and we are in the middle of the ten and we are in the middle of the nine and we are in"
                        + " the middle of the five");

        assertThat(end(hypothesis).looping()).isTrue();
    }

    @Test
    void stopsEarlyInAnUnlikelyText() {
        GreedyHypothesis hypothesis = new GreedyHypothesis(8 * 16_000, new EarlyStopping(3, -0.7));
        List<Integer> tokens = tokenizer.encode("one two three four");

        assertThat(hypothesis.add(tokens.get(0), -1, NO_HEADS)).isFalse();
        assertThat(hypothesis.add(tokens.get(1), -1, NO_HEADS)).isFalse();
        assertThat(hypothesis.add(tokens.get(2), -1, NO_HEADS)).isTrue();
        assertThat(hypothesis.hypothesis(tokenizer, 100)).isEmpty();
    }
}
