package dev.escriba.speech.moonshine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.eval.Recordings;
import dev.escriba.speech.biasing.TermTrie;
import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.moonshine.graph.WeightFormat;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs on every decoder: a forked slot must continue like its source. */
class BeamSearchTest {

    static final Path MODEL = MoonshineFixture.packed("moonshine-tiny-en");

    @TempDir
    static Path directory;

    static Tokenizer tokenizer;
    static float[] parcel;
    static Decoder published;
    static Decoder byBlocks;
    static Decoder oneByOne;

    @BeforeAll
    static void open() throws IOException, OrtException {
        OrtEnvironment environment = OnnxRuntimeNatives.environment(MoonshineFixture.data());
        tokenizer = Tokenizer.read(MODEL.resolve("tokens.txt"));
        // "The parcel was sent to Tegucigalpa by mistake."
        parcel = Recordings.decode(Path.of("src/test/resources/speech/terms/en-places-30.opus"));
        MergedDecoder merged = new MergedDecoder(environment, MODEL);
        published = merged;
        GraphOptimizer optimizer =
                new GraphOptimizer(environment, MODEL, "en", new DataDirectory(new StorageSettings(directory)));
        byBlocks = prepared(environment, optimizer, merged, WeightFormat.BLOCKS);
        oneByOne = prepared(environment, optimizer, merged, WeightFormat.UNSIGNED);
    }

    private static Decoder prepared(
            OrtEnvironment environment, GraphOptimizer optimizer, MergedDecoder merged, WeightFormat weightFormat)
            throws IOException, OrtException {
        Path target = directory.resolve(weightFormat.name());
        target.toFile().mkdirs();
        optimizer.write(merged.architecture(), weightFormat, target);
        return new OptimizedDecoder(environment, target);
    }

    @AfterAll
    static void close() throws OrtException {
        published.close();
        byBlocks.close();
        oneByOne.close();
    }

    static List<Decoder> decoders() {
        return List.of(published, byBlocks, oneByOne);
    }

    static Hypothesis search(Decoder decoder, String... terms) throws OrtException, InterruptedException {
        TermTrie trie = new TermTrie(tokenizer::continuesWord);
        for (String term : terms) {
            trie.add(tokenizer.encode(term), 2.5);
        }
        return new BeamSearch(tokenizer, trie)
                .search(decoder, parcel, GreedyHypothesis.NO_EARLY_STOPPING)
                .orElseThrow();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("decoders")
    void writesATermThatIsSimilarToTheAudio(Decoder decoder) throws OrtException, InterruptedException {
        Hypothesis hypothesis = search(decoder, "Quetzal", "Tegucigalpa", "Kowalczyk", "Parsifal", "Sentinel");
        assertThat(hypothesis.text()).startsWith("The parcel was sent to Tegucigalpa by mistake");
        assertThat(hypothesis.hotwordBonus()).isPositive();
        assertThat(hypothesis.meanScore()).isGreaterThan(hypothesis.meanLogProbability());
        assertThat(hypothesis.looping()).isFalse();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("decoders")
    void writesTheGreedyTextWhereNoTermIsSimilar(Decoder decoder) throws OrtException, InterruptedException {
        Hypothesis greedy =
                new GreedySearch(tokenizer).search(decoder, List.of(parcel)).get(0);
        assertThat(greedy.text()).doesNotContain("Tegucigalpa");
        Hypothesis biased = search(decoder, "Kubernetes", "Oyelaran", "the lazy dog");
        assertThat(biased.text()).isEqualTo(greedy.text());
        assertThat(biased.tokens()).isEqualTo(greedy.tokens());
        assertThat(biased.meanLogProbability()).isEqualTo(greedy.meanLogProbability(), within(1e-6));
        assertThat(biased.hotwordBonus()).isZero();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("decoders")
    void aForkContinuesLikeItsSource(Decoder decoder) throws OrtException {
        try (DecodingSession decoding = decoder.open(2)) {
            int[] tokens = new int[decoding.slots()];
            Arrays.fill(tokens, DecodingSession.NO_TOKEN);
            decoding.encode(0, parcel);
            for (int token : new int[] {Tokenizer.START, tokenizer.encode("The").get(0)}) {
                tokens[0] = token;
                decoding.step(tokens);
            }
            decoding.fork(0, 1);
            tokens[0] = decoding.best(0);
            tokens[1] = tokens[0];
            decoding.step(tokens);
            assertThat(decoding.best(1)).isEqualTo(decoding.best(0));
            assertThat(decoding.bestLogProbability(1)).isEqualTo(decoding.bestLogProbability(0));
            assertThat(decoding.logit(1, 1_000)).isEqualTo(decoding.logit(0, 1_000));
            decoding.release(0);
            tokens[1] = decoding.best(1);
            tokens[0] = DecodingSession.NO_TOKEN;
            decoding.step(tokens);
            assertThat(decoding.audioTokens(1)).isPositive();
        }
    }

    /** Also where hypotheses fork and move to other slots. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("decoders")
    void tellsTheTimesOfWordsLikeGreedySearch(Decoder decoder) throws OrtException, InterruptedException {
        List<AlignmentHead> heads = AlignmentHead.parse("2.0 3.0 4.7 5.1", decoder.architecture());
        TermTrie trie = new TermTrie(tokenizer::continuesWord);
        for (String term : List.of("Kubernetes", "Oyelaran", "the lazy dog", "parson")) {
            trie.add(tokenizer.encode(term), 2.5);
        }
        Hypothesis greedy = new GreedySearch(tokenizer, heads)
                .search(decoder, List.of(parcel))
                .get(0);
        Hypothesis beam = new BeamSearch(tokenizer, trie, heads)
                .search(decoder, parcel, GreedyHypothesis.NO_EARLY_STOPPING)
                .orElseThrow();
        assertThat(beam.text()).isEqualTo(greedy.text());
        assertThat(beam.words()).hasSameSizeAs(greedy.words());
        for (int i = 0; i < beam.words().size(); i++) {
            assertThat(beam.words().get(i).text())
                    .isEqualTo(greedy.words().get(i).text());
            assertThat(beam.words().get(i).start())
                    .isCloseTo(greedy.words().get(i).start(), within(0.05));
        }
        assertThat(greedy.words().isEmpty()).isEqualTo(!decoder.tellsAttention());
    }

    @Test
    void stopsEarly() throws OrtException, InterruptedException {
        TermTrie trie = new TermTrie(tokenizer::continuesWord);
        trie.add(tokenizer.encode("Tegucigalpa"), 2.5);
        BeamSearch search = new BeamSearch(tokenizer, trie);
        assertThat(search.search(byBlocks, parcel, new EarlyStopping(6, -0.001)))
                .isEmpty();
        assertThat(search.search(byBlocks, parcel, new EarlyStopping(6, -5))).isPresent();
    }

    @Test
    void stopsWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> search(byBlocks, "Tegucigalpa")).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
