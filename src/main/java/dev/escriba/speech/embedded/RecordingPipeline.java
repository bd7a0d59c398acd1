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
 * One recording on its way through the pool, utterance by utterance. Models write several texts at once for little less than the
 * cost of each, but other recordings' turns come round later then: groups of four gained nothing measurable over one at a time, and
 * had a 10 s clip beside an hour wait twice as long.
 */
final class RecordingPipeline {

    /** Utterances under way for each worker: one to work on, one waiting so that no worker idles. */
    private static final int UNDER_WAY = 2;

    private static final Duration STOPPING = Duration.ofSeconds(30);

    private final RecognitionPool.Lane lane;
    private final int workers;
    private final UtteranceRecognizer listening;
    private final TranscriptAssembler transcript;
    private final Deque<Future<List<UtteranceHypotheses>>> underWay = new ArrayDeque<>();

    RecordingPipeline(
            RecognitionPool.Lane lane, int workers, UtteranceRecognizer listening, TranscriptAssembler transcript) {
        this.lane = lane;
        this.workers = workers;
        this.listening = listening;
        this.transcript = transcript;
    }

    /**
     * Recognises all that the segmenter finds.
     *
     * @throws Problem 503 when the service stops meanwhile
     */
    void through(Segmenter segmenter) throws InterruptedException {
        try {
            for (Optional<Utterance> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                submit(next.get());
            }
            collect(0);
            transcript.end();
        } catch (CancellationException stopping) {
            throw Problem.busy(STOPPING);
        }
    }

    private void submit(Utterance utterance) throws InterruptedException {
        Optional<String> expected = transcript.expected();
        underWay.add(lane.submit(() -> listening.listen(List.of(utterance), expected)));
        // until the language is known one at a time: the next ones need asking only its model
        collect(expected.isEmpty() ? 0 : UNDER_WAY * workers - 1);
    }

    /** Waits for the oldest until so many are left. */
    private void collect(int left) throws InterruptedException {
        while (underWay.size() > left) {
            result(underWay.remove()).forEach(transcript::add);
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
