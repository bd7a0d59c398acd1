package dev.escriba.speech.moonshine;

import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A hypothesis that grows by the most probable token at each step. A speaker may repeat a word many times. A model
 * that repeats itself does not find an end. So decoding goes on when the tokens repeat. Only a text that still repeats
 * at the token limit is a loop; it is cut to the first of the repeated phrases.
 */
final class GreedyHypothesis {

    /** The maximum rate of text tokens that the models were trained for. */
    private static final double MAX_TOKENS_PER_SECOND = 6.5;

    /** For a word that the end of the audio cuts off, and its punctuation. */
    private static final int EXTRA_TOKENS = 8;

    static final EarlyStopping NO_EARLY_STOPPING = new EarlyStopping(Integer.MAX_VALUE, Double.NEGATIVE_INFINITY);

    /** The number of tokens in a window. A window tells an unlikely passage from an unlikely word. */
    private static final int WINDOW = 8;

    private final int samples;
    private final int maxTokens;
    private final EarlyStopping earlyStopping;
    private final List<Integer> tokens = new ArrayList<>();
    private final List<Double> logProbabilities = new ArrayList<>();
    /** For each token and the end token, by alignment head; empty rows where there is none. */
    private final List<float[][]> attention = new ArrayList<>();

    private double sum;
    private boolean ended;
    private boolean stopped;

    GreedyHypothesis(int samples, EarlyStopping earlyStopping) {
        this.samples = samples;
        this.earlyStopping = earlyStopping;
        maxTokens = maxTokens(samples);
    }

    /** The maximum number of tokens of a text for the given number of samples at 16 kHz. */
    static int maxTokens(int samples) {
        double spoken = Math.ceil(samples * MAX_TOKENS_PER_SECOND / PcmStream.SAMPLE_RATE);
        return (int) Math.min(spoken + EXTRA_TOKENS, StepBuffers.POSITIONS);
    }

    /** The next input token of the model. */
    int last() {
        return tokens.isEmpty() ? Tokenizer.START : tokens.get(tokens.size() - 1);
    }

    /** Adds the model's next token. Returns whether the text is complete. */
    boolean add(int token, double logProbability, float[][] attentionToAudio) {
        logProbabilities.add(logProbability);
        attention.add(attentionToAudio);
        sum += logProbability;
        if (token == Tokenizer.END) {
            ended = true;
            return true;
        }
        tokens.add(token);
        stopped = earlyStopping.shouldStop(tokens.size(), sum / tokens.size());
        return stopped || tokens.size() == maxTokens;
    }

    /** Empty when decoding stopped early. */
    Optional<Hypothesis> hypothesis(Tokenizer tokenizer, int audioTokens) {
        if (stopped) {
            return Optional.empty();
        }
        int length = ended ? tokens.size() : RepetitionGuard.lengthWithoutLoop(tokens);
        boolean cut = length < tokens.size();
        List<Integer> kept = tokens.subList(0, length);
        List<Double> likelihoods = cut ? logProbabilities.subList(0, length) : logProbabilities;
        return Optional.of(new Hypothesis(
                tokenizer.decode(kept),
                length,
                mean(likelihoods),
                audioTokens,
                cut || isRepetitive(kept, tokenizer),
                lowestWindowMean(likelihoods),
                0,
                tokenizer.written(kept, likelihoods),
                WordTimes.of(tokenizer.words(kept), likelihoods, attention, (double) samples / PcmStream.SAMPLE_RATE)));
    }

    /** Whether the text repeats itself with variations. Speakers repeat exactly. */
    static boolean isRepetitive(List<Integer> tokens, Tokenizer tokenizer) {
        return CompressionRatio.isRepetitive(tokenizer.decode(RepetitionGuard.withoutRepetitions(tokens)));
    }

    /** The lowest mean over the tokens of one window. */
    static double lowestWindowMean(List<Double> logProbabilities) {
        double lowestWindowMean = mean(logProbabilities.subList(0, Math.min(WINDOW, logProbabilities.size())));
        for (int from = 1; from + WINDOW <= logProbabilities.size(); from++) {
            lowestWindowMean = Math.min(lowestWindowMean, mean(logProbabilities.subList(from, from + WINDOW)));
        }
        return lowestWindowMean;
    }

    static double mean(List<Double> logProbabilities) {
        return logProbabilities.stream().mapToDouble(p -> p).average().orElse(0);
    }
}
