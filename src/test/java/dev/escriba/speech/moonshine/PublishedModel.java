package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A model with its published graphs only. The rebuilt graphs are compared with it. */
public final class PublishedModel implements SpeechModel {

    private static final int MIN_SAMPLES = 4_000;

    private final String language;
    private final Tokenizer tokenizer;
    private final Decoder decoder;
    private final GreedySearch search;

    /** Loads the model; one thread for each run. */
    public PublishedModel(OrtEnvironment environment, Path directory, String language)
            throws IOException, OrtException {
        this.language = language;
        tokenizer = Tokenizer.read(directory.resolve("tokens.txt"));
        decoder = new MergedDecoder(environment, directory);
        search = new GreedySearch(tokenizer);
    }

    @Override
    public String language() {
        return language;
    }

    @Override
    public Hypothesis transcribe(float[] samples) throws InterruptedException {
        float[] enough = samples.length < MIN_SAMPLES ? Arrays.copyOf(samples, MIN_SAMPLES) : samples;
        try {
            return search.search(decoder, List.of(enough)).get(0);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public TokenLimits tokenLimits() {
        return MoonshineModel.TOKEN_LIMITS;
    }

    @Override
    public int countTokens(String text) {
        return tokenizer.encode(text).size();
    }

    @Override
    public void close() {
        try {
            decoder.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
