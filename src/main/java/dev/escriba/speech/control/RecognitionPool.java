package dev.escriba.speech.control;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;

/**
 * The threads that recognise, as many as the machine has cores for, shared by all recordings: each recording has a lane, and the
 * lanes with work take turns, so that a short recording is not behind all of a long one.
 */
public final class RecognitionPool implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Deque<Lane> waiting = new ArrayDeque<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int workers;
    private boolean closed;

    /**
     * Starts the threads.
     *
     * @param workers how many
     * @param factory makes them; a container's managed one, or a plain one
     */
    public RecognitionPool(int workers, ThreadFactory factory) {
        this.workers = workers;
        for (int i = 0; i < workers; i++) {
            Thread thread = factory.newThread(this::work);
            threads.add(thread);
            thread.start();
        }
    }

    public int workers() {
        return workers;
    }

    /** A recording's place at the pool. */
    public Lane lane() {
        return new Lane();
    }

    private void work() {
        for (Job<?> job = next(); job != null; job = next()) {
            job.run();
            job.lane.finished(job);
            // a cancel that came too late is not meant for the next job
            Thread.interrupted();
        }
    }

    private synchronized Job<?> next() {
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException lateCancel) {
                // meant for a job that is over; the pool itself ends by close()
            }
        }
        if (closed) {
            return null;
        }
        Lane lane = waiting.remove();
        Job<?> job = lane.queued.remove();
        lane.running.add(job);
        if (!lane.queued.isEmpty()) {
            waiting.add(lane);
        }
        return job;
    }

    /**
     * Cancels all work and waits for the threads to end, which they do within a token: a JVM that exits while one is in native code
     * crashes.
     */
    @Override
    public void close() {
        List<Job<?>> dropped = new ArrayList<>();
        synchronized (this) {
            closed = true;
            waiting.forEach(lane -> dropped.addAll(lane.queued));
            waiting.clear();
            notifyAll();
        }
        dropped.forEach(job -> job.cancel(true));
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Job<T> extends FutureTask<T> {

        private final Lane lane;

        Job(Callable<T> work, Lane lane) {
            super(work);
            this.lane = lane;
        }
    }

    /** One recording's work, begun in the order of submission. Closing it drops what waits and interrupts what runs. */
    public final class Lane implements AutoCloseable {

        private final Deque<Job<?>> queued = new ArrayDeque<>();
        private final List<Job<?>> running = new ArrayList<>();
        private boolean left;

        private Lane() {}

        /**
         * Has the work done by a thread of the pool, in this lane's turn.
         *
         * @throws CancellationException when the lane or the pool is closed
         */
        public <T> Future<T> submit(Callable<T> work) {
            Job<T> job = new Job<>(work, this);
            synchronized (RecognitionPool.this) {
                if (left || closed) {
                    throw new CancellationException("recognition has ended");
                }
                if (queued.isEmpty()) {
                    waiting.add(this);
                }
                queued.add(job);
                RecognitionPool.this.notify();
            }
            return job;
        }

        private void finished(Job<?> job) {
            synchronized (RecognitionPool.this) {
                running.remove(job);
            }
        }

        @Override
        public void close() {
            List<Job<?>> dropped = new ArrayList<>();
            synchronized (RecognitionPool.this) {
                left = true;
                waiting.remove(this);
                dropped.addAll(queued);
                dropped.addAll(running);
                queued.clear();
            }
            dropped.forEach(job -> job.cancel(true));
        }
    }
}
