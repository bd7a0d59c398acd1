package dev.escriba.speech.embedded;

import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import dev.escriba.speech.model.SpeechModel;
import dev.escriba.speech.model.TokenLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Logger;

/** A model that its first use loads. Until then it takes no memory. After a failed load, the next use tries again. */
final class LazyModel implements SpeechModel {

    private static final Logger LOG = Logger.getLogger(LazyModel.class.getName());

    private final String name;
    private final String language;
    private final boolean knowsWords;
    private final Supplier<SpeechModel> loader;
    private final Object lock = new Object();
    private SpeechModel loaded;
    private boolean closed;

    /** @param knowsWords what the files of the model say; the answer before it is loaded */
    LazyModel(String name, String language, boolean knowsWords, Supplier<SpeechModel> loader) {
        this.name = name;
        this.language = language;
        this.knowsWords = knowsWords;
        this.loader = loader;
    }

    private SpeechModel model() {
        synchronized (lock) {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            if (loaded == null) {
                LOG.info("Loads the model " + name + ", which a run uses for the first time");
                loaded = loader.get();
            }
            return loaded;
        }
    }

    @Override
    public String language() {
        return language;
    }

    @Override
    public Hypothesis transcribe(float[] samples) throws InterruptedException {
        return model().transcribe(samples);
    }

    @Override
    public Optional<Hypothesis> transcribe(float[] samples, EarlyStopping earlyStopping) throws InterruptedException {
        return model().transcribe(samples, earlyStopping);
    }

    @Override
    public List<Hypothesis> transcribe(List<float[]> utterances) throws InterruptedException {
        return model().transcribe(utterances);
    }

    @Override
    public SpeechModel withHotwords(String prompt, List<String> keywords) {
        return model().withHotwords(prompt, keywords);
    }

    /** Does not load the model: requests ask this before they have a place. */
    @Override
    public boolean knowsWords() {
        synchronized (lock) {
            return loaded == null ? knowsWords : loaded.knowsWords();
        }
    }

    @Override
    public SpeechModel withWords() {
        return model().withWords();
    }

    @Override
    public int trailingSilence() {
        return model().trailingSilence();
    }

    @Override
    public TokenLimits tokenLimits() {
        return model().tokenLimits();
    }

    @Override
    public int countTokens(String text) {
        return model().countTokens(text);
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (loaded != null) {
                loaded.close();
            }
        }
    }
}
