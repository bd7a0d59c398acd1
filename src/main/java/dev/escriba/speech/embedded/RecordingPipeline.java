package dev.escriba.speech.embedded;

import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.scheduling.RecognitionPool;
import dev.escriba.speech.segmentation.Segmenter;
import dev.escriba.speech.segmentation.Utterance;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Recognises one recording on the pool, utterance by utterance. A model decodes a batch of utterances in less time than
 * one after the other, but the other recordings then wait longer for their turns. Batches of four gained nothing
 * measurable, and a 10 s clip beside a one-hour recording waited twice as long.
 */
final class RecordingPipeline {

    /** Submitted utterances for each worker: one that is recognised, and one that waits, so that no worker idles. */
    private static final int UTTERANCES_PER_WORKER = 2;

    private static final Duration RETRY_AFTER_STOP = Duration.ofSeconds(30);

    /** @param unconfirmedSeconds 0 for an utterance with speech */
    private record Pending(double unconfirmedSeconds, Future<List<UtteranceHypotheses>> hypotheses) {}

    private final RecognitionPool.Lane lane;
    private final int workers;
    private final UtteranceRecognizer recognizer;
    private final TranscriptAssembler transcript;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final UnconfirmedBudget budget = new UnconfirmedBudget();

    RecordingPipeline(
            RecognitionPool.Lane lane, int workers, UtteranceRecognizer recognizer, TranscriptAssembler transcript) {
        this.lane = lane;
        this.workers = workers;
        this.recognizer = recognizer;
        this.transcript = transcript;
    }

    /**
     * Recognises all utterances of the segmenter.
     *
     * @throws Problem 503 when the service stops meanwhile
     */
    void recognize(Segmenter segmenter) throws InterruptedException {
        try {
            for (Optional<Utterance> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                submit(next.get());
            }
            collect(0);
            transcript.end();
        } catch (CancellationException stopping) {
            throw Problem.busy(RETRY_AFTER_STOP);
        }
    }

    private void submit(Utterance utterance) throws InterruptedException {
        double unconfirmed = utterance.isConfirmed() ? 0 : utterance.seconds();
        if (unconfirmed > 0 && !isWithinBudget(utterance)) {
            return;
        }
        budget.spend(unconfirmed);
        Optional<String> expected = transcript.expected();
        pending.add(new Pending(unconfirmed, lane.submit(() -> recognizer.recognize(utterance, expected))));
        // one at a time until the language is known; after that, only the model of this language decodes
        collect(expected.isEmpty() ? 0 : UTTERANCES_PER_WORKER * workers - 1);
    }

    private boolean isWithinBudget(Utterance utterance) throws InterruptedException {
        if (!budget.covers(utterance)) {
            // some that are pending may have a text
            collect(0);
        }
        return budget.covers(utterance);
    }

    /** Waits for the oldest utterances until this many are left. */
    private void collect(int left) throws InterruptedException {
        while (pending.size() > left) {
            Pending oldest = pending.remove();
            List<UtteranceHypotheses> hypotheses = result(oldest.hypotheses());
            budget.giveBack(hypotheses.isEmpty() ? 0 : oldest.unconfirmedSeconds());
            hypotheses.forEach(transcript::add);
        }
    }

    private static List<UtteranceHypotheses> result(Future<List<UtteranceHypotheses>> future)
            throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new CancellationException("the pool was closed");
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("recognition failed", e.getCause());
        }
    }
}
