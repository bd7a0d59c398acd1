package dev.escriba.speech.moonshine;

import java.util.ArrayList;
import java.util.List;

/**
 * Detects a model that repeats itself instead of transcribing. Speakers repeat themselves too ("no, no, no", a number
 * read digit by digit). So a shorter phrase may occur more often.
 */
final class RepetitionGuard {

    private static final int MAX_PHRASE_LENGTH = 40;

    private RepetitionGuard() {}

    /**
     * The length to cut the tokens to: up to the end of the first of the repeated phrases. The length of all tokens
     * when nothing repeats at their end.
     */
    static int lengthWithoutLoop(List<Integer> tokens) {
        for (int phrase = 1; phrase <= MAX_PHRASE_LENGTH && phrase * 2 <= tokens.size(); phrase++) {
            int repeated = 0;
            int last = tokens.size() - 1;
            while (last - repeated - phrase >= 0
                    && tokens.get(last - repeated).equals(tokens.get(last - repeated - phrase))) {
                repeated++;
            }
            if (repeated >= phrase * (allowed(phrase) - 1)) {
                return tokens.size() - repeated;
            }
        }
        return tokens.size();
    }

    /** The tokens with one of each phrase that occurs several times in a row. */
    static List<Integer> withoutRepetitions(List<Integer> tokens) {
        List<Integer> once = new ArrayList<>();
        for (int token : tokens) {
            once.add(token);
            for (int phrase = 1; phrase <= MAX_PHRASE_LENGTH && phrase * 2 <= once.size(); phrase++) {
                int end = once.size();
                if (once.subList(end - phrase, end).equals(once.subList(end - 2 * phrase, end - phrase))) {
                    once.subList(end - phrase, end).clear();
                    break;
                }
            }
        }
        return once;
    }

    /** The number of repetitions in a row that makes a phrase of the given number of tokens a loop. */
    private static int allowed(int phrase) {
        return phrase == 1 ? 10 : phrase <= 3 ? 6 : phrase <= 8 ? 4 : 3;
    }
}
