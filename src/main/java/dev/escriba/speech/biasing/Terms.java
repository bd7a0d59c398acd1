package dev.escriba.speech.biasing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Finds the terminology in a prompt: names, rare words, and words that the tokenizer splits into several pieces. It
 * reads lists and sentences. Common words are no terms, however often they occur. A longer word that the tokenizer
 * splits gets a small bonus.
 *
 * <p>The vocabulary tells how rare a word is: a common word has a piece of its own, and the most common pieces have the
 * lowest ids.
 */
public final class Terms {

    /** The bonus for each token of a term. */
    static final double BONUS = 2.5;

    /** The bonus for a word in lower case, which may be an ordinary word. */
    static final double ORDINARY_BONUS = 0.8;

    /**
     * The maximum number of terms, and of keywords. The last ones count, as in other speech engines. A term that is
     * also tried with a capital counts once.
     */
    static final int MAX_TERMS = 400;

    /** A list's entry has at most this many words. A longer entry is a sentence. */
    private static final int MAX_ENTRY_WORDS = 4;

    /** Shorter words in lower case are confused with other words too easily. */
    private static final int MIN_LETTERS = 6;

    /** A longer string is no word that a person says. */
    private static final int MAX_WORD_LENGTH = 64;

    /** A word of a list that has this many pieces is a term, even in lower case. */
    private static final int MIN_RARE_PIECES = 3;

    /** Pieces with this id or a higher one are rare. */
    private static final int MIN_RARE_PIECE_ID = 5_000;

    private static final Pattern BETWEEN_ENTRIES =
            Pattern.compile("[,;!?¡¿()\\[\\]{}\"“”«»„•*|<>=\\t\\r\\n]+|[.:…](?=\\s|$)|\\s[-–—]\\s");

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern AROUND_A_WORD = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}+#%]+$");

    private final Function<String, List<Integer>> tokenizer;
    private final Map<String, Double> bonuses = new LinkedHashMap<>();

    /** The terms that are terms with a capital too, as at the beginning of a sentence. */
    private final Set<String> alsoCapitalized = new HashSet<>();

    private Terms(Function<String, List<Integer>> tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Returns the terms of a prompt.
     *
     * @param prompt the text that the caller sent
     * @param tokenizer of the model, for a text that begins a word
     * @return the bonus for each token, by term
     */
    public static Map<String, Double> of(String prompt, Function<String, List<Integer>> tokenizer) {
        Terms terms = new Terms(tokenizer);
        for (String entry : BETWEEN_ENTRIES.split(prompt, -1)) {
            List<String> words = new ArrayList<>();
            for (String word : SPACES.split(entry.strip(), -1)) {
                String bare = AROUND_A_WORD.matcher(word).replaceAll("");
                if (!bare.isEmpty() && bare.length() <= MAX_WORD_LENGTH) {
                    words.add(bare);
                }
            }
            terms.addEntry(words);
        }
        return terms.lastTerms();
    }

    /**
     * Returns keywords as terms, each as it is written. Common words are terms too. A keyword whose first word is in
     * lower case is also a term with a capital, as at the beginning of a sentence.
     *
     * @return the bonus for each token, by term
     */
    public static Map<String, Double> ofKeywords(List<String> keywords) {
        Terms terms = new Terms(any -> List.of());
        for (String keyword : keywords) {
            String term = SPACES.matcher(keyword.strip()).replaceAll(" ");
            if (!term.isEmpty()) {
                terms.add(term, BONUS);
                if (SPACES.split(term, 2)[0].codePoints().noneMatch(Character::isUpperCase)) {
                    terms.alsoCapitalized.add(term);
                }
            }
        }
        return terms.lastTerms();
    }

    private void addEntry(List<String> words) {
        boolean sentence = words.size() > MAX_ENTRY_WORDS
                || (words.size() > 2 && words.stream().skip(1).noneMatch(this::isSpecial));
        if (!sentence && words.size() > 1 && words.stream().anyMatch(this::isSpecial)) {
            add(String.join(" ", words), BONUS);
        }
        for (int i = 0; i < words.size(); i++) {
            addWord(words.get(i), sentence, i == 0);
            if (sentence) {
                addName(words, i);
            }
        }
    }

    private void addWord(String word, boolean sentence, boolean first) {
        int pieces = tokenizer.apply(word).size();
        boolean capitalIsAName = !sentence || !first || hasInnerCapital(word) || pieces > 2;
        if (isSpecial(word) && capitalIsAName) {
            add(word, BONUS);
        } else if (word.length() >= MIN_LETTERS && pieces > 1) {
            double bonus = !sentence && pieces >= MIN_RARE_PIECES ? BONUS : ORDINARY_BONUS;
            add(word, bonus);
            alsoCapitalized.add(word);
        }
    }

    /** Adds consecutive capitalised words of a sentence as one term. */
    private void addName(List<String> words, int first) {
        if (first > 0 && isCapitalized(words.get(first - 1)) && first > 1) {
            return;
        }
        int end = first;
        while (end < words.size() && end - first < MAX_ENTRY_WORDS && isCapitalized(words.get(end))) {
            end++;
        }
        if (first > 0 && end - first > 1) {
            add(String.join(" ", words.subList(first, end)), BONUS);
        }
    }

    /** Whether a word is a name, an abbreviation or contains digits, and is not common. */
    private boolean isSpecial(String word) {
        // numbers occur in every recording, and lists of a prompt have them as bullets
        if (word.codePoints().noneMatch(Character::isLetter)) {
            return false;
        }
        boolean marked =
                isCapitalized(word) || hasInnerCapital(word) || word.chars().anyMatch(Character::isDigit);
        List<Integer> tokens = tokenizer.apply(word);
        return marked && (tokens.size() > 1 || tokens.get(0) >= MIN_RARE_PIECE_ID);
    }

    private static boolean isCapitalized(String word) {
        return Character.isUpperCase(word.codePointAt(0));
    }

    private static boolean hasInnerCapital(String word) {
        return word.chars().skip(1).anyMatch(Character::isUpperCase);
    }

    private void add(String term, double bonus) {
        bonuses.merge(term, bonus, Math::max);
    }

    private Map<String, Double> lastTerms() {
        Map<String, Double> lastTerms = new LinkedHashMap<>();
        bonuses.entrySet().stream()
                .skip(Math.max(0, bonuses.size() - MAX_TERMS))
                .forEach(entry -> {
                    String term = entry.getKey();
                    lastTerms.merge(term, entry.getValue(), Math::max);
                    if (alsoCapitalized.contains(term)) {
                        lastTerms.merge(capitalized(term), entry.getValue(), Math::max);
                    }
                });
        return lastTerms;
    }

    private static String capitalized(String term) {
        int first = term.codePointAt(0);
        return Character.toString(Character.toUpperCase(first)) + term.substring(Character.charCount(first));
    }
}
