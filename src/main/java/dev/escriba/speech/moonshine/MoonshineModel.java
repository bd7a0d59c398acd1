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
    private static final String ALIGNMENT_HEADS = "alignment-heads";

    private final String language;
    private final int trailingSilence;
    private final Tokenizer tokenizer;
    private final Decoder decoder;
    /** Empty where the model does not know the times of words. */
    private final List<AlignmentHead> heads;
    /** Closing waits for the running decodings, because they use the model's native memory. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;

    private MoonshineModel(
            String language, int trailingSilence, Tokenizer tokenizer, Decoder decoder, List<AlignmentHead> heads) {
        this.language = language;
        this.trailingSilence = trailingSilence;
        this.tokenizer = tokenizer;
        this.decoder = decoder;
        this.heads = heads;
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
        try {
            Properties properties = properties(directory);
            String language = properties.getProperty("language");
            if (language == null || language.isBlank()) {
                throw new IllegalArgumentException(directory + ": model.properties has no language");
            }
            int trailingSilence = trailingSilence(directory, properties);
            Tokenizer tokenizer = Tokenizer.read(directory.resolve("tokens.txt"));
            OrtEnvironment environment = OnnxRuntimeNatives.environment(data);
            Decoder decoder = new GraphOptimizer(environment, directory, language.strip(), data).load();
            return new MoonshineModel(
                    language.strip(), trailingSilence, tokenizer, decoder, heads(directory, properties, decoder));
        } catch (IOException e) {
            throw new UncheckedIOException("the model in " + directory + " cannot be read", e);
        } catch (OrtException | UnexpectedGraph e) {
            throw new IllegalArgumentException("the model in " + directory + " cannot be loaded", e);
        }
    }

    private static Properties properties(Path directory) throws IOException {
        try (Reader text = Files.newBufferedReader(directory.resolve("model.properties"), StandardCharsets.UTF_8)) {
            Properties properties = new Properties();
            properties.load(text);
            return properties;
        }
    }

    /** Whether a directory names alignment heads. */
    static boolean namesHeads(Path directory) {
        try {
            return !properties(directory).getProperty(ALIGNMENT_HEADS, "").isBlank();
        } catch (IOException e) {
            throw new UncheckedIOException("the model in " + directory + " cannot be read", e);
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

    private static List<AlignmentHead> heads(Path directory, Properties properties, Decoder decoder)
            throws OrtException {
        try {
            List<AlignmentHead> heads =
                    AlignmentHead.parse(properties.getProperty(ALIGNMENT_HEADS, ""), decoder.architecture());
            return decoder.tellsAttention() ? heads : List.of();
        } catch (IllegalArgumentException e) {
            decoder.close();
            throw new IllegalArgumentException(
                    directory + ": " + ALIGNMENT_HEADS + " of model.properties is wrong: " + e.getMessage(), e);
        }
    }

    @Override
    public String language() {
        return language;
    }

    @Override
    public Hypothesis transcribe(float[] samples) throws InterruptedException {
        return plain().transcribe(samples);
    }

    @Override
    public Optional<Hypothesis> transcribe(float[] samples, EarlyStopping earlyStopping) throws InterruptedException {
        return plain().transcribe(samples, earlyStopping);
    }

    @Override
    public List<Hypothesis> transcribe(List<float[]> utterances) throws InterruptedException {
        return plain().transcribe(utterances);
    }

    private SpeechModel plain() {
        return new TunedModel(this, Optional.empty(), false);
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
    public SpeechModel withHotwords(String prompt, List<String> keywords) {
        Optional<TermTrie> terms = terms(prompt, keywords);
        return terms.isEmpty() ? this : new TunedModel(this, terms, false);
    }

    /** The terms of a prompt and keywords; empty where there are none. */
    Optional<TermTrie> terms(String prompt, List<String> keywords) {
        TermTrie trie = new TermTrie(tokenizer::continuesWord);
        Terms.of(prompt, tokenizer::encode).forEach((term, bonus) -> trie.add(tokenizer.encode(term), bonus));
        Terms.ofKeywords(keywords).forEach((term, bonus) -> trie.add(tokenizer.encode(term), bonus));
        return Optional.of(trie).filter(filled -> filled.terms() > 0);
    }

    @Override
    public boolean knowsWords() {
        return !heads.isEmpty();
    }

    @Override
    public SpeechModel withWords() {
        return knowsWords() ? new TunedModel(this, Optional.empty(), true) : this;
    }

    Tokenizer tokenizer() {
        return tokenizer;
    }

    List<AlignmentHead> heads() {
        return heads;
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
