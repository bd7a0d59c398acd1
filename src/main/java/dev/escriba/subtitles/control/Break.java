package dev.escriba.subtitles.control;

import java.util.regex.Pattern;

/** The kinds of places at which a text may be divided. */
enum Break {
    SENTENCE(0),
    CLAUSE(4),
    WORD(25);

    private static final Pattern CLOSING = Pattern.compile("[\"'”’»)\\]]+$");
    private static final String SENTENCE_ENDS = ".?!…。？！";
    private static final String CLAUSE_ENDS = ",;:–—、，";

    private final int cost;

    Break(int cost) {
        this.cost = cost;
    }

    /** The cost of a division at this place. */
    int cost() {
        return cost;
    }

    /** The kind of the place after a word; quotation marks and brackets that close do not count. */
    static Break after(String word) {
        String text = CLOSING.matcher(word).replaceFirst("");
        if (text.isEmpty()) {
            return WORD;
        }
        char last = text.charAt(text.length() - 1);
        if (SENTENCE_ENDS.indexOf(last) >= 0) {
            return SENTENCE;
        }
        return CLAUSE_ENDS.indexOf(last) >= 0 ? CLAUSE : WORD;
    }
}
