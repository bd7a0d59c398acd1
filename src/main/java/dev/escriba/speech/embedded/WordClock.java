package dev.escriba.speech.embedded;

import dev.escriba.speech.entity.Word;
import dev.escriba.speech.model.TimedWord;
import dev.escriba.speech.segmentation.Utterance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Places the words of a hypothesis on the clock of the recording. Attention to the first word after a pause begins
 * during the pause, or before it. Voice activity detection knows better where that word begins.
 */
final class WordClock {

    /** A word that begins at most these seconds before a pause is the first word after the pause. */
    private static final double EARLY = 0.25;

    /** Voice activity detection notices speech this much later, in seconds. */
    private static final double VAD_LAG = 0;

    /** Attention moves to a word this much later than the word begins, in seconds. */
    private static final double ATTENTION_LAG = 0.1;

    /** In seconds. A shorter gap is the closure of a consonant as often as a pause. */
    private static final double MIN_PAUSE = 0.16;

    private static final Duration MAX_MIN_LENGTH = Duration.ofMillis(10);

    private WordClock() {}

    /** The words within the utterance, in their order. */
    static List<Word> words(List<TimedWord> timed, Utterance utterance) {
        List<Utterance.Pause> pauses = utterance.pauses();
        List<Word> words = new ArrayList<>();
        Duration minLength = minLength(utterance, timed.size());
        Duration earliest = utterance.start();
        for (int i = 0; i < timed.size(); i++) {
            TimedWord word = timed.get(i);
            Duration latest = utterance.end().minus(minLength.multipliedBy(timed.size() - i));
            double next = i + 1 < timed.size() ? timed.get(i + 1).start() : Double.POSITIVE_INFINITY;
            double start = start(word.start(), next, pauses);
            double end = end(start, word.end(), utterance);
            Duration from = between(earliest, at(utterance, start), latest);
            Duration to = between(from.plus(minLength), at(utterance, end), utterance.end());
            words.add(new Word(word.text(), from, to, word.probability()));
            earliest = from;
        }
        return words;
    }

    /** So short that each word has a time of its own, however many there are. */
    private static Duration minLength(Utterance utterance, int words) {
        Duration share = utterance.end().minus(utterance.start()).dividedBy(Math.max(1, words));
        return share.compareTo(MAX_MIN_LENGTH) < 0 ? share : MAX_MIN_LENGTH;
    }

    /** @param next the start of the next word: of several words before a pause, only the last one may move */
    private static double start(double attended, double next, List<Utterance.Pause> pauses) {
        for (Utterance.Pause pause : pauses) {
            boolean within = attended >= pause.start() && attended < pause.end();
            boolean before = attended < pause.start() && attended >= pause.start() - EARLY;
            if (within || (before && next >= pause.end())) {
                return pause.end() - VAD_LAG;
            }
        }
        return attended - ATTENTION_LAG;
    }

    /** A word does not go on over a pause. */
    private static double end(double start, double attended, Utterance utterance) {
        double end = Math.min(attended - ATTENTION_LAG, utterance.speechEnd());
        for (Utterance.Pause pause : utterance.pauses()) {
            boolean isLong = pause.end() - pause.start() >= MIN_PAUSE;
            if (isLong && pause.start() > start && pause.start() < end) {
                return pause.start();
            }
        }
        return end;
    }

    private static Duration at(Utterance utterance, double seconds) {
        return utterance.start().plusNanos(Math.round(seconds * 1e9));
    }

    private static Duration between(Duration min, Duration value, Duration max) {
        Duration atLeast = value.compareTo(min) < 0 ? min : value;
        return atLeast.compareTo(max) > 0 ? max : atLeast;
    }
}
