package dev.escriba.speech.embedded;

import dev.escriba.speech.entity.Word;
import dev.escriba.speech.model.TimedWord;
import dev.escriba.speech.segmentation.Utterance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Places the words of a hypothesis on the clock of the recording. Attention to the first word after a pause begins
 * during the pause, or before it. Voice activity detection knows better where that word begins.
 */
final class WordClock {

    /**
     * A word that begins at most these seconds before a pause is the first word after the pause. Before a shorter pause
     * it is the length of the pause.
     */
    private static final double MAX_EARLY = 0.25;

    /** In seconds. A shorter gap is the closure of a consonant as often as a pause. */
    private static final double MIN_PAUSE = 0.16;

    /** Of a word. Words that were attended to within one pause begin this long after each other behind it. */
    private static final Duration MAX_MIN_LENGTH = Duration.ofMillis(10);

    private static final Pattern PHRASE_END = Pattern.compile("[.,;:?!…]$");

    private WordClock() {}

    /** The words within the utterance, in their order. Each ends before the next one begins, or where it begins. */
    static List<Word> words(List<TimedWord> timed, Utterance utterance) {
        Duration minLength = minLength(utterance, timed.size());
        List<Duration> starts = starts(timed, utterance, minLength);
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < timed.size(); i++) {
            TimedWord word = timed.get(i);
            Duration from = starts.get(i);
            Duration next = i + 1 < timed.size() ? starts.get(i + 1) : utterance.end();
            double end = end(seconds(from.minus(utterance.start())), word.end(), utterance);
            Duration to = between(from.plus(minLength), at(utterance, end), next);
            words.add(new Word(word.text(), from, to, word.probability()));
        }
        return words;
    }

    private static List<Duration> starts(List<TimedWord> timed, Utterance utterance, Duration minLength) {
        List<Utterance.Pause> pauses = utterance.pauses();
        List<Duration> starts = new ArrayList<>();
        Duration earliest = utterance.start();
        for (int i = 0; i < timed.size(); i++) {
            TimedWord word = timed.get(i);
            Duration latest = utterance.end().minus(minLength.multipliedBy(timed.size() - i));
            double next = i + 1 < timed.size() ? timed.get(i + 1).start() : Double.POSITIVE_INFINITY;
            Duration from = between(earliest, at(utterance, start(word, next, pauses)), latest);
            starts.add(from);
            earliest = from.plus(minLength);
        }
        return starts;
    }

    /** So short that each word has a time of its own, however many there are. */
    private static Duration minLength(Utterance utterance, int words) {
        Duration share = utterance.end().minus(utterance.start()).dividedBy(Math.max(1, words));
        return share.compareTo(MAX_MIN_LENGTH) < 0 ? share : MAX_MIN_LENGTH;
    }

    /** @param next the start of the next word */
    private static double start(TimedWord word, double next, List<Utterance.Pause> pauses) {
        // the model may have had silence before the utterance
        double attended = Math.max(0, word.start());
        for (Utterance.Pause pause : pauses) {
            double early = Math.min(MAX_EARLY, pause.end() - pause.start());
            boolean within = attended >= pause.start() && attended < pause.end();
            boolean before = attended < pause.start() && attended >= pause.start() - early;
            // where the next word waits for the end of the pause too, this one ends the phrase before it
            boolean endsPhrase =
                    next < pause.end() && PHRASE_END.matcher(word.text()).find();
            if (within || (before && !endsPhrase)) {
                return pause.end();
            }
        }
        return attended;
    }

    /** A word does not go on over a pause. */
    private static double end(double start, double attended, Utterance utterance) {
        double end = Math.min(attended, utterance.speechEnd());
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

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static Duration between(Duration min, Duration value, Duration max) {
        Duration atLeast = value.compareTo(min) < 0 ? min : value;
        return atLeast.compareTo(max) > 0 ? max : atLeast;
    }
}
