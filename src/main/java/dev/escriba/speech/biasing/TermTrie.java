package dev.escriba.speech.biasing;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The tokens of all hotword terms, as a prefix tree. A text follows a {@link Path} through the tree while a model
 * writes it. Every token of a term adds a bonus to the text's score. The text loses the bonus when it leaves the term
 * before the term's end, or when it continues the term's last word.
 */
public final class TermTrie {

    /**
     * The least cost of each token of a term, in natural logarithms. The bonus must not make a term worth writing where
     * the audio does not contain it.
     */
    private static final double MIN_TOKEN_COST = 0.15;

    /**
     * The tokens of a term that get the full bonus. Later tokens get half of it: a longer term is easier to recognise.
     */
    private static final int FULL_BONUS_TOKENS = 3;

    private final Node root = new Node(0);
    private final IntPredicate continuesWord;
    private int terms;

    /** @param continuesWord whether a token continues the word before it; the end token does not */
    public TermTrie(IntPredicate continuesWord) {
        this.continuesWord = continuesWord;
    }

    /**
     * Adds a term.
     *
     * @param tokens of the whole term, from the beginning of a word
     * @param bonus for each token, in natural logarithms of a probability
     */
    public void add(Iterable<Integer> tokens, double bonus) {
        Node node = root;
        double bonusSoFar = 0;
        for (int token : tokens) {
            bonusSoFar += node.depth < FULL_BONUS_TOKENS ? bonus : bonus / 2;
            int depth = node.depth + 1;
            node = node.next.computeIfAbsent(token, any -> new Node(depth));
            node.maxBonus = Math.max(node.maxBonus, bonusSoFar);
        }
        if (node != root) {
            node.ends = true;
            terms++;
        }
    }

    /** The number of terms that were added. */
    public int terms() {
        return terms;
    }

    /** The path of an empty text. */
    public Path start() {
        return new Path(root, 0, 0, 0, null);
    }

    private static final class Node {

        private final Map<Integer, Node> next = new HashMap<>();
        private final int depth;
        private double maxBonus;
        private boolean ends;

        Node(int depth) {
            this.depth = depth;
        }

        /**
         * The bonus for the tokens up to this node, given their log-probability and how often the text has the term
         * already.
         */
        double gain(double logProbability, int times) {
            double limit = times == 0 ? maxBonus : times == 1 ? maxBonus / 2 : 0;
            return Math.max(0, Math.min(limit, -logProbability - MIN_TOKEN_COST * depth));
        }
    }

    /** A term that the text contains already. */
    private record Used(Node end, Used before) {

        static int times(Used used, Node end) {
            int times = 0;
            for (Used one = used; one != null; one = one.before) {
                times += one.end == end ? 1 : 0;
            }
            return times;
        }
    }

    /** The position of a text in the tree, and the bonus of the text. Immutable. */
    public final class Path {

        private final Node node;
        private final double logProbability;
        /** The bonus for complete terms. */
        private final double completedBonus;
        /** The bonus for a shorter term that is the beginning of the term at this position. */
        private final double fallbackBonus;

        private final Used used;

        private Path(Node node, double logProbability, double completedBonus, double fallbackBonus, Used used) {
            this.node = node;
            this.logProbability = logProbability;
            this.completedBonus = completedBonus;
            this.fallbackBonus = fallbackBonus;
            this.used = used;
        }

        /** The path with one more token, which has this log-probability. */
        public Path next(int token, double tokenLogProbability) {
            double safe = finalBonus(token) - completedBonus;
            Used more = node.ends && safe > 0 ? new Used(node, used) : used;
            Node further = node.next.get(token);
            if (further != null) {
                return new Path(further, logProbability + tokenLogProbability, completedBonus, safe, more);
            }
            Node begun = root.next.get(token);
            return new Path(
                    begun == null ? root : begun,
                    begun == null ? 0 : tokenLogProbability,
                    completedBonus + safe,
                    0,
                    more);
        }

        /** The bonus of the text if the term at this position is completed. */
        public double bonus() {
            return completedBonus + Math.max(fallbackBonus, gain());
        }

        private double gain() {
            return node.gain(logProbability, Used.times(used, node));
        }

        /** The bonus that the text keeps if this token follows. */
        public double finalBonus(int token) {
            return completedBonus
                    + (node.ends && !continuesWord.test(token) ? Math.max(fallbackBonus, gain()) : fallbackBonus);
        }

        /** Whether the text has begun a term and not completed it. */
        public boolean isInsideTerm() {
            return node != root && !node.ends;
        }

        /** The tokens that continue the term at this position. */
        public Set<Integer> continuations() {
            return Collections.unmodifiableSet(node.next.keySet());
        }

        /** The tokens that continue the term at this position, or begin another term. */
        public Set<Integer> termTokens() {
            if (node == root) {
                return continuations();
            }
            Set<Integer> tokens = new HashSet<>(root.next.keySet());
            tokens.addAll(node.next.keySet());
            return tokens;
        }
    }
}
