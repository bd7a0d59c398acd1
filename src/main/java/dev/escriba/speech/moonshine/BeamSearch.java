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
 * Beam search with hotwords. Beside the text of the most probable tokens, it follows hypotheses in which a term begins,
 * where the term is not too improbable. The hypothesis with the best score, hotword bonus included, wins. Where no term
 * is similar to the audio, the text is that of {@link GreedySearch}.
 */
final class BeamSearch {

    /** The number of hypotheses at a time, with the one of the model's own choice. */
    private static final int BEAM_WIDTH = Decoder.SLOTS;

    /** A token of a term with a lower log-probability is not tried. */
    private static final double MIN_TERM_LOG_PROBABILITY = -11;

    /** A hypothesis that is worse than the best one by more is dropped. */
    private static final double PRUNING_MARGIN = 11;

    /** A hypothesis that is worse than a complete one by more will not overtake it. */
    private static final double OVERTAKING_MARGIN = 3;

    private final Tokenizer tokenizer;
    private final TermTrie trie;
    private final List<AlignmentHead> heads;

    /** Searches texts without the times of words. */
    BeamSearch(Tokenizer tokenizer, TermTrie trie) {
        this(tokenizer, trie, List.of());
    }

    /** @param heads tell the times of words; none for texts without times */
    BeamSearch(Tokenizer tokenizer, TermTrie trie, List<AlignmentHead> heads) {
        this.tokenizer = tokenizer;
        this.trie = trie;
        this.heads = heads;
    }

    /** A hypothesis and a possible next token, with what the search needs to rank them. */
    private record Continuation(
            int slot,
            BeamHypothesis before,
            int token,
            double logProbability,
            TermTrie.Path path,
            boolean forced,
            double score) {

        static Continuation of(int slot, BeamHypothesis before, int token, double logProbability, boolean best) {
            TermTrie.Path path = before.path().next(token, logProbability);
            boolean within = before.isForced() && before.path().isInsideTerm();
            boolean forced = path.isInsideTerm() && (!best || within);
            double score = before.logProbability() + logProbability + path.bonus();
            return new Continuation(slot, before, token, logProbability, path, forced, score);
        }

        BeamHypothesis text(float[][] attention) {
            return before.with(token, logProbability, attention, path, forced);
        }

        /** Whether both continue in the same way. */
        boolean isDuplicateOf(Continuation other) {
            return token == other.token && forced == other.forced && before.endsLike(other.before);
        }
    }

    /**
     * Decodes an utterance.
     *
     * @param samples mono, 16 kHz
     * @return empty when all hypotheses stop early
     */
    Optional<Hypothesis> search(Decoder decoder, float[] samples, EarlyStopping earlyStopping)
            throws OrtException, InterruptedException {
        try (DecodingSession decoding = decoder.open(BEAM_WIDTH, heads)) {
            decoding.encode(0, samples);
            BeamHypothesis[] active = new BeamHypothesis[BEAM_WIDTH];
            active[0] = BeamHypothesis.empty(samples.length, trie);
            BeamHypothesis complete = null;
            int audioTokens = decoding.audioTokens(0);
            while (complete == null || !isOver(active, complete)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                decoding.step(lastTokens(active));
                List<Survivor> survivors = new ArrayList<>();
                for (Continuation next : best(candidates(decoding, active))) {
                    BeamHypothesis text = next.text(decoding.attention(next.slot()));
                    if (!text.isComplete()) {
                        survivors.add(new Survivor(next.slot(), text));
                    } else if (complete == null || isBetter(text, complete)) {
                        complete = text;
                    }
                }
                if (complete == null && survivors.stream().allMatch(next -> shouldStop(next.text(), earlyStopping))) {
                    return Optional.empty();
                }
                assignSlots(decoding, active, survivors);
            }
            return Optional.of(complete.hypothesis(tokenizer, audioTokens));
        }
    }

    private record Survivor(int slot, BeamHypothesis text) {}

    private static boolean shouldStop(BeamHypothesis text, EarlyStopping earlyStopping) {
        return earlyStopping.shouldStop(text.length(), text.meanLogProbability());
    }

    private static boolean isOver(BeamHypothesis[] active, BeamHypothesis complete) {
        for (BeamHypothesis text : active) {
            if (text != null && (complete.isLooping() || text.score() > complete.score() - OVERTAKING_MARGIN)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBetter(BeamHypothesis text, BeamHypothesis other) {
        return text.isLooping() == other.isLooping() ? text.score() > other.score() : other.isLooping();
    }

    private static int[] lastTokens(BeamHypothesis[] active) {
        int[] tokens = new int[active.length];
        for (int slot = 0; slot < active.length; slot++) {
            tokens[slot] = active[slot] == null ? DecodingSession.NO_TOKEN : active[slot].last();
        }
        return tokens;
    }

    /** The most probable token of every hypothesis, and all tokens of terms that are probable enough. */
    private static List<Continuation> candidates(DecodingSession decoding, BeamHypothesis[] active) {
        List<Continuation> all = new ArrayList<>();
        for (int slot = 0; slot < active.length; slot++) {
            BeamHypothesis text = active[slot];
            if (text == null) {
                continue;
            }
            int best = decoding.best(slot);
            double likelihood = decoding.bestLogProbability(slot);
            Set<Integer> termTokens =
                    text.isForced() ? text.path().continuations() : text.path().termTokens();
            if (!text.isForced() || termTokens.contains(best)) {
                all.add(Continuation.of(slot, text, best, likelihood, true));
            }
            float logit = decoding.logit(slot, best);
            for (int token : termTokens) {
                double tokenLikelihood = likelihood + decoding.logit(slot, token) - logit;
                if (token != best && tokenLikelihood >= MIN_TERM_LOG_PROBABILITY) {
                    all.add(Continuation.of(slot, text, token, tokenLikelihood, false));
                }
            }
        }
        return all;
    }

    /** The best candidates, one for each slot. The best candidate that is not forced is always among them. */
    private static List<Continuation> best(List<Continuation> all) {
        all.sort(Comparator.comparingDouble(Continuation::score).reversed());
        List<Continuation> kept = new ArrayList<>();
        boolean hasUnforced = false;
        for (Continuation next : all) {
            boolean unforced = !next.forced();
            boolean room = kept.size() < (hasUnforced || unforced ? BEAM_WIDTH : BEAM_WIDTH - 1);
            boolean pruned = next.score() < all.get(0).score() - PRUNING_MARGIN;
            if (room && (!pruned || (unforced && !hasUnforced)) && kept.stream().noneMatch(next::isDuplicateOf)) {
                kept.add(next);
                hasUnforced |= unforced;
            }
        }
        return kept;
    }

    /** The first survivor of a slot keeps the slot. The others fork to free slots. */
    private static void assignSlots(DecodingSession decoding, BeamHypothesis[] active, List<Survivor> survivors)
            throws OrtException {
        BeamHypothesis[] next = new BeamHypothesis[active.length];
        List<Survivor> branching = new ArrayList<>();
        for (Survivor survivor : survivors) {
            if (next[survivor.slot()] == null) {
                next[survivor.slot()] = survivor.text();
            } else {
                branching.add(survivor);
            }
        }
        for (int slot = 0; slot < active.length; slot++) {
            if (active[slot] != null && next[slot] == null) {
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
        System.arraycopy(next, 0, active, 0, next.length);
    }
}
