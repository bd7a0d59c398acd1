package dev.escriba.speech.moonshine;

import dev.escriba.speech.alignment.AttentionAlignment;
import dev.escriba.speech.model.TimedWord;
import java.util.ArrayList;
import java.util.List;

/** Finds when the words of a text were spoken. */
final class WordTimes {

    private WordTimes() {}

    /**
     * The words with their times. A word begins with its first token and ends where the token after its last letter or
     * digit begins. Its probability is the geometric mean over its tokens.
     *
     * @param logProbabilities of the tokens
     * @param attention of the tokens and of the tokens behind them, with the end token where there is one, by alignment
     *     head; without heads there are no words
     * @param seconds of the audio
     */
    static List<TimedWord> of(
            List<Tokenizer.TokenizedWord> words,
            List<Double> logProbabilities,
            List<float[][]> attention,
            double seconds) {
        if (words.isEmpty() || attention.get(0).length == 0) {
            return List.of();
        }
        double[] starts = AttentionAlignment.starts(attention, seconds);
        List<TimedWord> timed = new ArrayList<>();
        for (Tokenizer.TokenizedWord word : words) {
            int after = word.lastLetter() + 1;
            timed.add(new TimedWord(
                    word.text(),
                    starts[word.first()],
                    after < starts.length ? starts[after] : seconds,
                    Math.exp(GreedyHypothesis.mean(logProbabilities.subList(word.first(), word.last() + 1)))));
        }
        return timed;
    }
}
