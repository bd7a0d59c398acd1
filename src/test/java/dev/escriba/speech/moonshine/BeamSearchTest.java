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

/** On every way to decode: a slot that branches off has to go on as the one that it comes from. */
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
        GraphOptimizer preparation = new GraphOptimizer(environment, MODEL, "en", new DataDirectory(new StorageSettings(directory)));
        byBlocks = prepared(environment, preparation, merged, WeightFormat.BLOCKS);
        oneByOne = prepared(environment, preparation, merged, WeightFormat.UNSIGNED);
    }

    private static Decoder prepared(
            OrtEnvironment environment, GraphOptimizer preparation, MergedDecoder merged, WeightFormat arithmetic)
            throws IOException, OrtException {
        Path target = directory.resolve(arithmetic.name());
        target.toFile().mkdirs();
        preparation.write(merged.architecture(), arithmetic, target);
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
                .search(decoder, parcel, GreedyHypothesis.ENDLESS)
                .orElseThrow();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("decoders")
    void writesATermThatComesNear(Decoder decoder) throws OrtException, InterruptedException {
        Hypothesis heard = search(decoder, "Quetzal", "Tegucigalpa", "Kowalczyk", "Parsifal", "Sentinel");
        assertThat(heard.text()).startsWith("The parcel was sent to Tegucigalpa by mistake");
        assertThat(heard.favour()).isPositive();
        assertThat(heard.meanScore()).isGreaterThan(heard.meanLogProbability());
        assertThat(heard.looping()).isFalse();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("decoders")
    void writesWhatTheModelWouldWhereNoTermComesNear(Decoder decoder) throws OrtException, InterruptedException {
        Hypothesis greedy =
                new GreedySearch(tokenizer).search(decoder, List.of(parcel)).get(0);
        assertThat(greedy.text()).doesNotContain("Tegucigalpa");
        Hypothesis biased = search(decoder, "Kubernetes", "Oyelaran", "the lazy dog");
        assertThat(biased.text()).isEqualTo(greedy.text());
        assertThat(biased.tokens()).isEqualTo(greedy.tokens());
        assertThat(biased.meanLogProbability()).isEqualTo(greedy.meanLogProbability(), within(1e-6));
        assertThat(biased.favour()).isZero();
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("decoders")
    void branchesGoOnAsTheyCame(Decoder decoder) throws OrtException {
        try (DecodingSession decoding = decoder.open(2)) {
            int[] tokens = new int[decoding.slots()];
            Arrays.fill(tokens, DecodingSession.NOTHING);
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
            assertThat(decoding.rating(1, 1_000)).isEqualTo(decoding.rating(0, 1_000));
            decoding.release(0);
            tokens[1] = decoding.best(1);
            tokens[0] = DecodingSession.NOTHING;
            decoding.step(tokens);
            assertThat(decoding.audioTokens(1)).isPositive();
        }
    }

    @Test
    void givesUpWherePatienceDoesNotLast() throws OrtException, InterruptedException {
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
