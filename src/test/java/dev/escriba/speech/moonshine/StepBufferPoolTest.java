package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.speech.moonshine.graph.Architecture;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StepBufferPoolTest {

    static final int TOKENS = 50;
    static final Architecture SMALL = new Architecture(1, 2, 16);
    static final Architecture LARGER = new Architecture(2, 2, 16);

    final OrtEnvironment environment = OnnxRuntimeNatives.environment(MoonshineFixture.data());
    final StepBufferPool pool = new StepBufferPool();

    @AfterEach
    void close() {
        pool.close(SMALL, TOKENS);
        pool.close(LARGER, TOKENS);
    }

    private StepBuffers take(Architecture architecture, int slots, int tokens) throws OrtException {
        return pool.take(environment, architecture, slots, tokens);
    }

    @Test
    void givesReturnedBuffersToTheNextSession() throws OrtException {
        StepBuffers first = take(SMALL, 1, TOKENS);
        pool.giveBack(SMALL, TOKENS, first);
        assertThat(take(SMALL, 1, TOKENS)).isSameAs(first);
        pool.giveBack(SMALL, TOKENS, first);
    }

    @Test
    void givesBuffersToOneSessionAtATime() throws OrtException {
        StepBuffers first = take(SMALL, 1, TOKENS);
        pool.giveBack(SMALL, TOKENS, first);
        take(SMALL, 1, TOKENS);
        StepBuffers second = take(SMALL, 1, TOKENS);
        assertThat(second).isNotSameAs(first);
        pool.giveBack(SMALL, TOKENS, first);
        pool.giveBack(SMALL, TOKENS, second);
    }

    @Test
    void prefersTheSmallestBuffersThatAreLargeEnough() throws OrtException {
        StepBuffers four = take(SMALL, 4, TOKENS);
        StepBuffers one = take(SMALL, 1, TOKENS);
        pool.giveBack(SMALL, TOKENS, four);
        pool.giveBack(SMALL, TOKENS, one);
        assertThat(take(SMALL, 1, TOKENS)).isSameAs(one);
        assertThat(take(SMALL, 1, TOKENS)).isSameAs(four);
        pool.giveBack(SMALL, TOKENS, one);
        StepBuffers another = take(SMALL, 4, TOKENS);
        assertThat(another.slots).isEqualTo(4);
        pool.giveBack(SMALL, TOKENS, another);
        pool.giveBack(SMALL, TOKENS, four);
    }

    @Test
    void givesNoBuffersOfAnotherArchitectureOrVocabulary() throws OrtException {
        StepBuffers first = take(SMALL, 1, TOKENS);
        pool.giveBack(SMALL, TOKENS, first);
        StepBuffers larger = take(LARGER, 1, TOKENS);
        StepBuffers words = take(SMALL, 1, TOKENS + 1);
        assertThat(larger).isNotSameAs(first);
        assertThat(words).isNotSameAs(first);
        larger.close();
        words.close();
    }

    @Test
    void keepsNoBuffersOfAClosedModel() throws OrtException {
        StepBuffers first = take(SMALL, 1, TOKENS);
        pool.giveBack(SMALL, TOKENS, first);
        pool.close(SMALL, TOKENS);
        StepBuffers second = take(SMALL, 1, TOKENS);
        assertThat(second).isNotSameAs(first);
        pool.giveBack(SMALL, TOKENS, second);
    }
}
