package dev.escriba.speech.biasing;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The tokens of all terms, as a tree. A text goes down the tree as it is written, and is favoured more with every token of a term;
 * what it was given on the way is taken back where it leaves the term before its end, or goes on within the term's last word.
 */
public final class TermTrie {

    /** What each token of a term costs at least: favour must not make it worth writing where nobody says it. */
    private static final double NEVER_FREE = 0.15;

    /** Tokens of a term that are favoured in full. What is longer has more to be told by. */
    private static final int FULL = 3;

    private final Node root = new Node(0);
    private final IntPredicate continuesWord;
    private int terms;

    /** @param continuesWord whether a token goes on with the word before it; the end of a text does not */
    public TermTrie(IntPredicate continuesWord) {
        this.continuesWord = continuesWord;
    }

    /**
     * Adds a term.
     *
     * @param tokens of the whole term, from the beginning of a word
     * @param bonus for each of them, in natural logarithms of a probability
     */
    public void add(Iterable<Integer> tokens, double bonus) {
        Node node = root;
        double worth = 0;
        for (int token : tokens) {
            worth += node.depth < FULL ? bonus : bonus / 2;
            int depth = node.depth + 1;
            node = node.next.computeIfAbsent(token, any -> new Node(depth));
            node.worth = Math.max(node.worth, worth);
        }
        if (node != root) {
            node.ends = true;
            terms++;
        }
    }

    /** How many terms were added. */
    public int terms() {
        return terms;
    }

    /** Where a text begins. */
    public Path start() {
        return new Path(root, 0, 0, 0, null);
    }

    private static final class Node {

        private final Map<Integer, Node> next = new HashMap<>();
        private final int depth;
        private double worth;
        private boolean ends;

        Node(int depth) {
            this.depth = depth;
        }

        /** What the way to here is favoured by, if its tokens have this log-probability. */
        double gain(double logProbability, int times) {
            double most = times == 0 ? worth : times == 1 ? worth / 2 : 0;
            return Math.max(0, Math.min(most, -logProbability - NEVER_FREE * depth));
        }
    }

    /** A term that a text has already. */
    private record Used(Node end, Used before) {

        static int times(Used used, Node end) {
            int times = 0;
            for (Used one = used; one != null; one = one.before) {
                times += one.end == end ? 1 : 0;
            }
            return times;
        }
    }

    /** How far a text has come, and what it is favoured by. Immutable. */
    public final class Path {

        private final Node node;
        private final double logProbability;
        /** For terms that are complete. */
        private final double kept;
        /** Of the term under way: for the shorter one that it begins with. */
        private final double secured;

        private final Used used;

        private Path(Node node, double logProbability, double kept, double secured, Used used) {
            this.node = node;
            this.logProbability = logProbability;
            this.kept = kept;
            this.secured = secured;
            this.used = used;
        }

        /** With one more token, of this log-probability. */
        public Path next(int token, double tokenLogProbability) {
            double safe = settled(token) - kept;
            Used more = node.ends && safe > 0 ? new Used(node, used) : used;
            Node further = node.next.get(token);
            if (further != null) {
                return new Path(further, logProbability + tokenLogProbability, kept, safe, more);
            }
            Node begun = root.next.get(token);
            return new Path(
                    begun == null ? root : begun, begun == null ? 0 : tokenLogProbability, kept + safe, 0, more);
        }

        /** What the text is favoured by if the term under way comes to its end. */
        public double bonus() {
            return kept + Math.max(secured, gain());
        }

        private double gain() {
            return node.gain(logProbability, Used.times(used, node));
        }

        /** What it is favoured by for certain if this token follows. */
        public double settled(int token) {
            return kept + (node.ends && !continuesWord.test(token) ? Math.max(secured, gain()) : secured);
        }

        /** Whether it has begun a term that is not complete yet. */
        public boolean isUnderWay() {
            return node != root && !node.ends;
        }

        /** The tokens that would go on with the term under way. */
        public Set<Integer> onward() {
            return Collections.unmodifiableSet(node.next.keySet());
        }

        /** The tokens that would go on with a term, or begin one. */
        public Set<Integer> favoured() {
            if (node == root) {
                return onward();
            }
            Set<Integer> tokens = new HashSet<>(root.next.keySet());
            tokens.addAll(node.next.keySet());
            return tokens;
        }
    }
}
