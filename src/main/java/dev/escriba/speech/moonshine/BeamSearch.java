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
final class BeamSearch {

    /** Readings at a time, the model's own among them. */
    private static final int READINGS = Decoder.SLOTS;

    /** A token of a term is not tried where its log-probability is lower. */
    private static final double LEAST = -11;

    /** Readings that are so much worse than the best are given up. */
    private static final double HOPELESS = 11;

    /** Readings that are worse than a complete one by more will not overtake it. */
    private static final double OVERTAKING = 3;

    private final Tokenizer tokenizer;
    private final TermTrie trie;

    BeamSearch(Tokenizer tokenizer, TermTrie trie) {
        this.tokenizer = tokenizer;
        this.trie = trie;
    }

    /** A reading and a token that may follow: no more than what it takes to choose among many. */
    private record Continuation(
            int slot,
            BeamHypothesis before,
            int token,
            double logProbability,
            TermTrie.Path path,
            boolean against,
            double score) {

        static Continuation of(int slot, BeamHypothesis before, int token, double logProbability, boolean best) {
            TermTrie.Path path = before.path().next(token, logProbability);
            boolean within = before.isAgainstTheModel() && before.path().isUnderWay();
            boolean against = path.isUnderWay() && (!best || within);
            double score = before.logProbability() + logProbability + path.bonus();
            return new Continuation(slot, before, token, logProbability, path, against, score);
        }

        BeamHypothesis text() {
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
        try (DecodingSession decoding = decoder.open(READINGS)) {
            decoding.encode(0, samples);
            BeamHypothesis[] seated = new BeamHypothesis[READINGS];
            seated[0] = BeamHypothesis.nothing(GreedyHypothesis.mostTokens(samples.length), trie);
            BeamHypothesis complete = null;
            int audioTokens = decoding.audioTokens(0);
            while (complete == null || !isOver(seated, complete)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                decoding.step(fed(seated));
                List<Survivor> survivors = new ArrayList<>();
                for (Continuation next : best(continuations(decoding, seated))) {
                    BeamHypothesis text = next.text();
                    if (!text.isComplete()) {
                        survivors.add(new Survivor(next.slot(), text));
                    } else if (complete == null || isBetter(text, complete)) {
                        complete = text;
                    }
                }
                if (complete == null && survivors.stream().allMatch(next -> isLost(next.text(), patience))) {
                    return Optional.empty();
                }
                slot(decoding, seated, survivors);
            }
            return Optional.of(complete.hypothesis(tokenizer, audioTokens));
        }
    }

    private record Survivor(int slot, BeamHypothesis text) {}

    private static boolean isLost(BeamHypothesis text, EarlyStopping patience) {
        return patience.isLost(text.length(), text.meanLogProbability());
    }

    private static boolean isOver(BeamHypothesis[] seated, BeamHypothesis complete) {
        for (BeamHypothesis text : seated) {
            if (text != null && (complete.isLooping() || text.score() > complete.score() - OVERTAKING)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBetter(BeamHypothesis text, BeamHypothesis other) {
        return text.isLooping() == other.isLooping() ? text.score() > other.score() : other.isLooping();
    }

    private static int[] fed(BeamHypothesis[] seated) {
        int[] tokens = new int[seated.length];
        for (int slot = 0; slot < seated.length; slot++) {
            tokens[slot] = seated[slot] == null ? DecodingSession.NOTHING : seated[slot].last();
        }
        return tokens;
    }

    /** The model's own choice for every reading, and all tokens of terms that have a chance. */
    private static List<Continuation> continuations(DecodingSession decoding, BeamHypothesis[] seated) {
        List<Continuation> all = new ArrayList<>();
        for (int slot = 0; slot < seated.length; slot++) {
            BeamHypothesis text = seated[slot];
            if (text == null) {
                continue;
            }
            int best = decoding.best(slot);
            double likelihood = decoding.bestLogProbability(slot);
            Set<Integer> favoured = text.isAgainstTheModel()
                    ? text.path().onward()
                    : text.path().favoured();
            if (!text.isAgainstTheModel() || favoured.contains(best)) {
                all.add(Continuation.of(slot, text, best, likelihood, true));
            }
            float rating = decoding.rating(slot, best);
            for (int token : favoured) {
                double tokenLikelihood = likelihood + decoding.rating(slot, token) - rating;
                if (token != best && tokenLikelihood >= LEAST) {
                    all.add(Continuation.of(slot, text, token, tokenLikelihood, false));
                }
            }
        }
        return all;
    }

    /** As many as there are slots for, of which the best that is not within a term stays in any case. */
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

    /** The first that goes on from a slot stays there, others branch off to free ones. */
    private static void slot(DecodingSession decoding, BeamHypothesis[] seated, List<Survivor> survivors)
            throws OrtException {
        BeamHypothesis[] next = new BeamHypothesis[seated.length];
        List<Survivor> branching = new ArrayList<>();
        for (Survivor survivor : survivors) {
            if (next[survivor.slot()] == null) {
                next[survivor.slot()] = survivor.text();
            } else {
                branching.add(survivor);
            }
        }
        for (int slot = 0; slot < seated.length; slot++) {
            if (seated[slot] != null && next[slot] == null) {
                decoding.release(slot);
            }
        }
        int free = 0;
        for (Survivor branch : branching) {
            while (next[free] != null) {
                free++;
            }
            decoding.fork(branch.slot(), free);
            next[free] = branch.text();
        }
        System.arraycopy(next, 0, seated, 0, next.length);
    }
}
