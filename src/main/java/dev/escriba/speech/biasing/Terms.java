package dev.escriba.speech.biasing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What in a prompt is terminology: names, rare words, whatever the tokenizer has no piece of its own for; in lists and in sentences alike.
 * Common words are not, however often they come; a longer one without a piece of its own is favoured a little.
 *
 * <p>How rare a word is shows in the vocabulary: a word with a piece of its own is common, and the pieces are numbered from the most
 * common one on.
 */
public final class Terms {

    /** What each token of a term is favoured by. */
    static final double BONUS = 2.5;

    /** For a word in small letters, which may be quite an ordinary one. */
    static final double ORDINARY_BONUS = 0.8;

    /** No more terms are favoured: those that come last count, as they do for other engines. */
    static final int MOST = 400;

    /** A list's entry has no more words; what is longer is a sentence. */
    private static final int WORDS_OF_AN_ENTRY = 4;

    /** Shorter words in small letters are taken for one another too easily. */
    private static final int MIN_LETTERS = 6;

    /** What is longer is no word, and nobody says it. */
    private static final int MAX_WORD_LENGTH = 64;

    /** Words of a list in so many pieces are meant, even in small letters. */
    private static final int PIECES_OF_A_RARE_WORD = 3;

    /** Pieces with higher numbers are rare. */
    private static final int RARE = 5_000;

    private static final Pattern BETWEEN_ENTRIES =
            Pattern.compile("[,;!?¡¿()\\[\\]{}\"“”«»„•*|<>=\\t\\r\\n]+|[.:…](?=\\s|$)|\\s[-–—]\\s");

    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern AROUND_A_WORD = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}+#%]+$");

    private final Function<String, List<Integer>> tokenizer;
    private final Map<String, Double> bonuses = new LinkedHashMap<>();

    private Terms(Function<String, List<Integer>> tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * The terms of a prompt.
     *
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
        return terms.last();
    }

    private void addEntry(List<String> words) {
        boolean sentence = words.size() > WORDS_OF_AN_ENTRY
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
            double bonus = !sentence && pieces >= PIECES_OF_A_RARE_WORD ? BONUS : ORDINARY_BONUS;
            add(word, bonus);
            add(Character.toUpperCase(word.charAt(0)) + word.substring(1), bonus);
        }
    }

    /** Words with capitals in a row, within a sentence. */
    private void addName(List<String> words, int first) {
        if (first > 0 && isCapitalized(words.get(first - 1)) && first > 1) {
            return;
        }
        int end = first;
        while (end < words.size() && end - first < WORDS_OF_AN_ENTRY && isCapitalized(words.get(end))) {
            end++;
        }
        if (first > 0 && end - first > 1) {
            add(String.join(" ", words.subList(first, end)), BONUS);
        }
    }

    /** A name, an abbreviation, something with digits: not just any word. */
    private boolean isSpecial(String word) {
        // numbers are said everywhere, and number lists
        if (word.codePoints().noneMatch(Character::isLetter)) {
            return false;
        }
        boolean marked =
                isCapitalized(word) || hasInnerCapital(word) || word.chars().anyMatch(Character::isDigit);
        List<Integer> tokens = tokenizer.apply(word);
        return marked && (tokens.size() > 1 || tokens.get(0) >= RARE);
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

    private Map<String, Double> last() {
        Map<String, Double> last = new LinkedHashMap<>();
        bonuses.entrySet().stream()
                .skip(Math.max(0, bonuses.size() - MOST))
                .forEach(entry -> last.put(entry.getKey(), entry.getValue()));
        return last;
    }
}
