package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.speech.biasing.TermTrie;
import dev.escriba.speech.model.Hypothesis;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BeamHypothesisTest {

    private static final int SAMPLES = 8 * 16_000;

    @Test
    void theLastWordBeforeALoopEndsWhereTheLoopBegins() throws IOException {
        Tokenizer tokenizer =
                Tokenizer.read(MoonshineFixture.packed("moonshine-tiny-en").resolve("tokens.txt"));
        TermTrie trie = new TermTrie(tokenizer::continuesWord);
        List<Integer> tokens = tokenizer.encode("turn left" + " and turn right".repeat(40));
        int most = GreedyHypothesis.maxTokens(SAMPLES);
        BeamHypothesis beam = BeamHypothesis.empty(SAMPLES, trie);
        for (int i = 0; i < most; i++) {
            beam = beam.with(tokens.get(i), -0.1, GreedyHypothesisTest.attention(i, most), trie.start(), false);
        }
        assertThat(beam.isComplete()).isTrue();
        Hypothesis written = beam.hypothesis(tokenizer, 100);

        assertThat(written.text().strip()).isEqualTo("turn left and turn right");
        assertThat(written.looping()).isTrue();
        assertThat(written.words()).hasSize(5);
        assertThat(written.words().get(4).end()).isBetween(0.5, 2.0);
    }
}
