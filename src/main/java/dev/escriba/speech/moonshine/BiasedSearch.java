package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.speech.biasing.TermTrie;
import dev.escriba.speech.model.EarlyStopping;
import dev.escriba.speech.model.Hypothesis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes down a stretch of audio and favours terms: beside the text of the most probable tokens, it tries those in which a term
 * begins where it is not too improbable, and takes the one that is best after its terms have been favoured. Where no term comes near,
 * the text is that of {@link GreedySearch}.
 */
final class BiasedSearch {

    /** Readings at a time, the model's own among them. */
    private static final int READINGS = Decoder.SEATS;

    /** A token of a term is not tried where its log-probability is lower. */
    private static final double LEAST = -11;

    /** Readings that are so much worse than the best are given up. */
    private static final double HOPELESS = 11;

    /** Readings that are worse than a complete one by more will not overtake it. */
    private static final double OVERTAKING = 3;

    private final Tokenizer tokenizer;
    private final TermTrie trie;

    BiasedSearch(Tokenizer tokenizer, TermTrie trie) {
        this.tokenizer = tokenizer;
        this.trie = trie;
    }

    /** A reading and a token that may follow: no more than what it takes to choose among many. */
    private record Continuation(
            int seat,
            BiasedText before,
            int token,
            double logProbability,
            TermTrie.Path path,
            boolean against,
            double score) {

        static Continuation of(int seat, BiasedText before, int token, double logProbability, boolean best) {
            TermTrie.Path path = before.path().next(token, logProbability);
            boolean within = before.isAgainstTheModel() && before.path().isUnderWay();
            boolean against = path.isUnderWay() && (!best || within);
            double score = before.logProbability() + logProbability + path.bonus();
            return new Continuation(seat, before, token, logProbability, path, against, score);
        }

        BiasedText text() {
            return before.with(token, logProbability, path, against);
        }

        /** Whether nothing that follows would tell them apart. */
        boolean goesOnLike(Continuation other) {
            return token == other.token && against == other.against && before.endsLike(other.before);
        }
    }

    /** What is heard in mono samples at 16 kHz; nothing where patience does not last. */
    Optional<Hypothesis> search(Decoder decoder, float[] samples, EarlyStopping patience)
            throws OrtException, InterruptedException {
        try (Decoding decoding = decoder.open(READINGS)) {
            decoding.take(0, samples);
            BiasedText[] seated = new BiasedText[READINGS];
            seated[0] = BiasedText.nothing(GreedyText.mostTokens(samples.length), trie);
            BiasedText complete = null;
            int audioTokens = decoding.audioTokens(0);
            while (complete == null || !isOver(seated, complete)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                decoding.feed(fed(seated));
                List<Survivor> survivors = new ArrayList<>();
                for (Continuation next : best(continuations(decoding, seated))) {
                    BiasedText text = next.text();
                    if (!text.isComplete()) {
                        survivors.add(new Survivor(next.seat(), text));
                    } else if (complete == null || isBetter(text, complete)) {
                        complete = text;
                    }
                }
                if (complete == null && survivors.stream().allMatch(next -> isLost(next.text(), patience))) {
                    return Optional.empty();
                }
                seat(decoding, seated, survivors);
            }
            return Optional.of(complete.hypothesis(tokenizer, audioTokens));
        }
    }

    private record Survivor(int seat, BiasedText text) {}

    private static boolean isLost(BiasedText text, EarlyStopping patience) {
        return patience.isLost(text.length(), text.meanLogProbability());
    }

    private static boolean isOver(BiasedText[] seated, BiasedText complete) {
        for (BiasedText text : seated) {
            if (text != null && (complete.isLooping() || text.score() > complete.score() - OVERTAKING)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBetter(BiasedText text, BiasedText other) {
        return text.isLooping() == other.isLooping() ? text.score() > other.score() : other.isLooping();
    }

    private static int[] fed(BiasedText[] seated) {
        int[] tokens = new int[seated.length];
        for (int seat = 0; seat < seated.length; seat++) {
            tokens[seat] = seated[seat] == null ? Decoding.NOTHING : seated[seat].last();
        }
        return tokens;
    }

    /** The model's own choice for every reading, and all tokens of terms that have a chance. */
    private static List<Continuation> continuations(Decoding decoding, BiasedText[] seated) {
        List<Continuation> all = new ArrayList<>();
        for (int seat = 0; seat < seated.length; seat++) {
            BiasedText text = seated[seat];
            if (text == null) {
                continue;
            }
            int best = decoding.best(seat);
            double likelihood = decoding.bestLogProbability(seat);
            Set<Integer> favoured = text.isAgainstTheModel()
                    ? text.path().onward()
                    : text.path().favoured();
            if (!text.isAgainstTheModel() || favoured.contains(best)) {
                all.add(Continuation.of(seat, text, best, likelihood, true));
            }
            float rating = decoding.rating(seat, best);
            for (int token : favoured) {
                double tokenLikelihood = likelihood + decoding.rating(seat, token) - rating;
                if (token != best && tokenLikelihood >= LEAST) {
                    all.add(Continuation.of(seat, text, token, tokenLikelihood, false));
                }
            }
        }
        return all;
    }

    /** As many as there are seats for, of which the best that is not within a term stays in any case. */
    private static List<Continuation> best(List<Continuation> all) {
        all.sort(Comparator.comparingDouble(Continuation::score).reversed());
        List<Continuation> kept = new ArrayList<>();
        boolean own = false;
        for (Continuation next : all) {
            boolean ofOwn = !next.against();
            boolean room = kept.size() < (own || ofOwn ? READINGS : READINGS - 1);
            boolean hopeless = next.score() < all.get(0).score() - HOPELESS;
            if (room && (!hopeless || (ofOwn && !own)) && kept.stream().noneMatch(next::goesOnLike)) {
                kept.add(next);
                own |= ofOwn;
            }
        }
        return kept;
    }

    /** The first that goes on from a seat stays there, others branch off to free ones. */
    private static void seat(Decoding decoding, BiasedText[] seated, List<Survivor> survivors) throws OrtException {
        BiasedText[] next = new BiasedText[seated.length];
        List<Survivor> branching = new ArrayList<>();
        for (Survivor survivor : survivors) {
            if (next[survivor.seat()] == null) {
                next[survivor.seat()] = survivor.text();
            } else {
                branching.add(survivor);
            }
        }
        for (int seat = 0; seat < seated.length; seat++) {
            if (seated[seat] != null && next[seat] == null) {
                decoding.leave(seat);
            }
        }
        int free = 0;
        for (Survivor branch : branching) {
            while (next[free] != null) {
                free++;
            }
            decoding.branch(branch.seat(), free);
            next[free] = branch.text();
        }
        System.arraycopy(next, 0, seated, 0, next.length);
    }
}
