package dev.escriba.speech.moonshine;

import ai.onnxruntime.OrtException;
import dev.escriba.speech.biasing.TermTrie;
import dev.escriba.speech.entity.Hypothesis;
import dev.escriba.speech.entity.Patience;
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

    private record Continuation(int seat, BiasedText text) {

        double score() {
            return text.score();
        }
    }

    /** What is heard in mono samples at 16 kHz; nothing where patience does not last. */
    Optional<Hypothesis> search(Decoder decoder, float[] samples, Patience patience)
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
                List<Continuation> survivors = new ArrayList<>();
                for (Continuation next : best(continuations(decoding, seated))) {
                    if (!next.text().isComplete()) {
                        survivors.add(next);
                    } else if (complete == null || isBetter(next.text(), complete)) {
                        complete = next.text();
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

    private static boolean isLost(BiasedText text, Patience patience) {
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
            Set<Integer> favoured = text.path().favoured();
            if (!text.isAgainstTheModel() || favoured.contains(best)) {
                all.add(new Continuation(seat, text.with(best, likelihood, true)));
            }
            float rating = decoding.rating(seat, best);
            for (int token : favoured) {
                double tokenLikelihood = likelihood + decoding.rating(seat, token) - rating;
                if (token != best && tokenLikelihood >= LEAST) {
                    all.add(new Continuation(seat, text.with(token, tokenLikelihood, false)));
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
            boolean ofOwn = !next.text().isAgainstTheModel();
            boolean room = kept.size() < (own || ofOwn ? READINGS : READINGS - 1);
            boolean hopeless = next.score() < all.get(0).score() - HOPELESS;
            if (room
                    && (!hopeless || (ofOwn && !own))
                    && kept.stream().noneMatch(better -> next.text().goesOnLike(better.text()))) {
                kept.add(next);
                own |= ofOwn;
            }
        }
        return kept;
    }

    /** The first that goes on from a seat stays there, others branch off to free ones. */
    private static void seat(Decoding decoding, BiasedText[] seated, List<Continuation> survivors) throws OrtException {
        BiasedText[] next = new BiasedText[seated.length];
        List<Continuation> branching = new ArrayList<>();
        for (Continuation survivor : survivors) {
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
        for (Continuation branch : branching) {
            while (next[free] != null) {
                free++;
            }
            decoding.branch(branch.seat(), free);
            next[free] = branch.text();
        }
        System.arraycopy(next, 0, seated, 0, next.length);
    }
}
