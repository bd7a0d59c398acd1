package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.speech.biasing.TermTrie;
import dev.escriba.speech.biasing.Terms;
import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import dev.escriba.speech.moonshine.graph.UnexpectedGraph;
import dev.escriba.speech.onnx.OnnxRuntimeNatives;
import dev.escriba.storage.control.DataDirectory;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A model of the Moonshine family. Audio tokens are the encoder's positions: one for 384 samples, about 41.7 a second.
 */
public final class MoonshineModel implements SpeechModel {

    /** The encoder's convolutions need at least this number of samples. Shorter audio is padded with silence. */
    private static final int MIN_SAMPLES = 4_000;

    /**
     * The model writes at most 6.5 tokens for a second and 8 more ({@link GreedyHypothesis}). With the silence around
     * an utterance these are 14 more. The encoder makes one position of 384 samples, and at least those of a quarter of
     * a second.
     */
    public static final TokenLimits TOKEN_LIMITS = new TokenLimits(6.5, 14, 16_000 / 384.0, 2, 11);

    /** The maximum of {@code trailing-silence-samples}. The token limits include it. */
    public static final int MAX_TRAILING_SILENCE = 8_000;

    private static final String TRAILING_SILENCE = "trailing-silence-samples";

    private final String language;
    private final int trailingSilence;
    private final Tokenizer tokenizer;
    private final Decoder decoder;
    private final GreedySearch search;
    /** Closing waits for the running decodings, because they use the model's native memory. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    private MoonshineModel(String language, int trailingSilence, Tokenizer tokenizer, Decoder decoder) {
        this.language = language;
        this.trailingSilence = trailingSilence;
        this.tokenizer = tokenizer;
        this.decoder = decoder;
        search = new GreedySearch(tokenizer);
    }

    /**
     * Loads a model. The first time, this rebuilds its graphs for speed, which takes some seconds; see {@link
     * GraphOptimizer}.
     *
     * @param directory with {@code encoder_model.onnx}, {@code decoder_model_merged.onnx}, {@code tokens.txt} and
     *     {@code model.properties}
     * @param data keeps ONNX Runtime's native libraries and the rebuilt graphs
     */
    public static MoonshineModel open(Path directory, DataDirectory data) {
        try (Reader text = Files.newBufferedReader(directory.resolve("model.properties"), StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(text);
            String language = properties.getProperty("language");
            if (language == null || language.isBlank()) {
                throw new IllegalArgumentException(directory + ": model.properties has no language");
            }
            Tokenizer tokenizer = Tokenizer.read(directory.resolve("tokens.txt"));
            OrtEnvironment environment = OnnxRuntimeNatives.environment(data);
            return new MoonshineModel(
                    language.strip(),
                    trailingSilence(directory, properties),
                    tokenizer,
                    new GraphOptimizer(environment, directory, language.strip(), data).load());
        } catch (IOException e) {
            throw new UncheckedIOException("the model in " + directory + " cannot be read", e);
        } catch (OrtException | UnexpectedGraph e) {
            throw new IllegalArgumentException("the model in " + directory + " cannot be loaded", e);
        }
    }

    private static int trailingSilence(Path directory, Properties properties) {
        String text = properties.getProperty(TRAILING_SILENCE, "0").strip();
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MAX_TRAILING_SILENCE) {
            throw new IllegalArgumentException(directory + ": " + TRAILING_SILENCE + " of model.properties is " + text
                    + ", not a number from 0 to " + MAX_TRAILING_SILENCE);
        }
        return Integer.parseInt(text);
    }

    @Override
    public String language() {
        return language;
    }

    @Override
    public Hypothesis transcribe(float[] samples) throws InterruptedException {
        return transcribe(List.of(samples)).get(0);
    }

    @Override
    public Optional<Hypothesis> transcribe(float[] samples, EarlyStopping earlyStopping) throws InterruptedException {
        return searchAll(List.of(samples), (loaded, all) -> search.search(loaded, all, earlyStopping))
                .get(0);
    }

    @Override
    public List<Hypothesis> transcribe(List<float[]> utterances) throws InterruptedException {
        return searchAll(utterances, search::search);
    }

    /** A search that decodes utterances. */
    interface Search<T> {
        List<T> search(Decoder decoder, List<float[]> utterances) throws OrtException, InterruptedException;
    }

    <T> List<T> searchAll(List<float[]> utterances, Search<T> way) throws InterruptedException {
        use.readLock().lockInterruptibly();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            return way.search(
                    decoder, utterances.stream().map(MoonshineModel::longEnough).toList());
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on " + utterances.size() + " utterances", e);
        } finally {
            use.readLock().unlock();
        }
    }

    private static float[] longEnough(float[] samples) {
        return samples.length < MIN_SAMPLES ? Arrays.copyOf(samples, MIN_SAMPLES) : samples;
    }

    @Override
    public SpeechModel withHotwords(String prompt) {
        TermTrie trie = new TermTrie(tokenizer::continuesWord);
        Terms.of(prompt, tokenizer::encode).forEach((term, bonus) -> trie.add(tokenizer.encode(term), bonus));
        return trie.terms() == 0 ? this : new HotwordModel(this, new BeamSearch(tokenizer, trie));
    }

    @Override
    public int trailingSilence() {
        return trailingSilence;
    }

    @Override
    public TokenLimits tokenLimits() {
        return TOKEN_LIMITS;
    }

    @Override
    public int countTokens(String text) {
        return tokenizer.encode(text).size();
    }

    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                decoder.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        } finally {
            use.writeLock().unlock();
        }
    }
}
