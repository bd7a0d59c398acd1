package dev.escriba.speech.embedded;

import dev.escriba.problem.entity.Problem;
import dev.escriba.speech.control.RecognitionPool;
import dev.escriba.speech.segmentation.Segmenter;
import dev.escriba.speech.segmentation.Utterance;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * One recording on its way through the pool. Utterances go there in groups, as models write several texts at once at a good deal
 * less than the cost of each: one at a time at first, so that a short recording is spread over the workers, and more as it goes on.
 */
final class Run {

    /** Groups under way for each worker: one to work on, one waiting so that no worker idles. */
    private static final int UNDER_WAY = 2;

    /** Utterances in a group: as many as pay, and few enough for other recordings' turns to come round soon. */
    private static final int GROUP = 4;

    private static final Duration STOPPING = Duration.ofSeconds(30);

    private final RecognitionPool.Lane lane;
    private final int workers;
    private final Listening listening;
    private final RunningTranscript transcript;
    private final Deque<Future<List<Heard>>> underWay = new ArrayDeque<>();
    private List<Utterance> group = new ArrayList<>();
    private int submitted;

    Run(RecognitionPool.Lane lane, int workers, Listening listening, RunningTranscript transcript) {
        this.lane = lane;
        this.workers = workers;
        this.listening = listening;
        this.transcript = transcript;
    }

    /** Recognises all that the segmenter finds. */
    void through(Segmenter segmenter) throws InterruptedException {
        for (Optional<Utterance> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
            group.add(next.get());
            if (group.size() >= size()) {
                submit();
            }
        }
        if (!group.isEmpty()) {
            submit();
        }
        collect(0);
        transcript.end();
    }

    private int size() {
        return Math.min(GROUP, 1 + submitted / (2 * workers));
    }

    private void submit() throws InterruptedException {
        List<Utterance> utterances = group;
        Optional<String> expected = transcript.expected();
        underWay.add(lane.submit(() -> listening.listen(utterances, expected)));
        group = new ArrayList<>();
        if (expected.isEmpty()) {
            // until the language is known one at a time: the next ones need asking only its model
            collect(0);
        } else {
            submitted++;
            collect(UNDER_WAY * workers - 1);
        }
    }

    /** Waits for the oldest until so many are left. */
    private void collect(int left) throws InterruptedException {
        while (underWay.size() > left) {
            result(underWay.remove()).forEach(transcript::add);
        }
    }

    private static List<Heard> result(Future<List<Heard>> future) throws InterruptedException {
        try {
            return future.get();
        } catch (CancellationException stopping) {
            throw Problem.busy(STOPPING);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException("recognition failed", e.getCause());
        }
    }
}
