package dev.escriba.subtitles.control;

import java.util.List;

/** Places the words of a cue on one line or two. Each word has the space before it, where there is one. */
final class CueLines {

    static final int MAX_CHARACTERS = 42;

    private CueLines() {}

    /** Whether the words fit on two lines: the first line takes as many as it can. */
    static boolean fit(List<String> words) {
        int lines = 1;
        int used = 0;
        for (String word : words) {
            int more = Words.length(word);
            if (used > 0 && used + more > MAX_CHARACTERS) {
                lines++;
                used = 0;
            }
            used += used > 0 ? more : Words.length(word.stripLeading());
        }
        return lines <= 2;
    }

    /** The lines of words that fit. */
    static List<String> of(List<String> words) {
        if (fitsOneLine(words)) {
            return List.of(line(words));
        }
        int second = bestBreak(words);
        return List.of(line(words.subList(0, second)), line(words.subList(second, words.size())));
    }

    private static boolean fitsOneLine(List<String> words) {
        return words.size() == 1 || length(words) <= MAX_CHARACTERS;
    }

    /** The number of words on the first of two lines: a break at punctuation, else lines of like length; 0 for none. */
    private static int bestBreak(List<String> words) {
        int best = 0;
        int lowest = Integer.MAX_VALUE;
        for (int first = 1; first < words.size(); first++) {
            List<String> above = words.subList(0, first);
            List<String> below = words.subList(first, words.size());
            if (fitsOneLine(above) && fitsOneLine(below)) {
                int cost = 2 * Break.after(words.get(first - 1)).cost() + Math.abs(length(above) - length(below));
                if (cost < lowest) {
                    lowest = cost;
                    best = first;
                }
            }
        }
        return best;
    }

    private static String line(List<String> words) {
        return String.join("", words).stripLeading();
    }

    private static int length(List<String> words) {
        return Words.length(line(words));
    }
}
