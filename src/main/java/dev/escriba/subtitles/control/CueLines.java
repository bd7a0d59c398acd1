package dev.escriba.subtitles.control;

import java.util.List;

/** Places the words of a cue on one line or two. */
final class CueLines {

    static final int MAX_CHARACTERS = 42;

    private CueLines() {}

    /** Whether the words fit on two lines: the first line takes as many as it can. */
    static boolean fit(List<String> words) {
        int first = 1;
        while (first < words.size() && fitsOneLine(words.subList(0, first + 1))) {
            first++;
        }
        return first == words.size() || fitsOneLine(words.subList(first, words.size()));
    }

    /** The lines of words that fit. */
    static List<String> of(List<String> words) {
        if (fitsOneLine(words)) {
            return List.of(String.join(" ", words));
        }
        int second = bestBreak(words);
        return List.of(
                String.join(" ", words.subList(0, second)), String.join(" ", words.subList(second, words.size())));
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

    private static int length(List<String> words) {
        return words.stream().mapToInt(Words::length).sum() + words.size() - 1;
    }
}
