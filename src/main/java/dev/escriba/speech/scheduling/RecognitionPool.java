package dev.escriba.speech.scheduling;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The threads that recognise, as many as the machine has cores for. Callers with work share them equally, by the time that is worked
 * for each, and so do the recordings of one caller, each of which has a lane: who sends many or long ones gets no more than who
 * sends a short one, which is {@linkplain StartTimeFairQueue next}.
 */
public final class RecognitionPool implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Those with a lane, with work under way, or with more behind them than the others have had yet. */
    private final Map<String, AccountWork> callers = new HashMap<>();

    private final StartTimeFairQueue<AccountWork> turns = new StartTimeFairQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final int workers;
    private final LongSupplier clock;
    private final AtomicInteger busy = new AtomicInteger();
    private boolean closed;

    /**
     * Starts the threads.
     *
     * @param workers how many
     * @param factory makes them; a container's managed one, or a plain one
     */
    public RecognitionPool(int workers, ThreadFactory factory) {
        this(workers, factory, System::nanoTime);
    }

    RecognitionPool(int workers, ThreadFactory factory, LongSupplier clock) {
        this.workers = workers;
        this.clock = clock;
        for (int i = 0; i < workers; i++) {
            Thread thread = factory.newThread(this::work);
            threads.add(thread);
            thread.start();
        }
    }

    public int workers() {
        return workers;
    }

    /** How many work at this moment. */
    public int busy() {
        return busy.get();
    }

    /** A place at the pool for a recording of that caller. */
    public synchronized Lane lane(String caller) {
        return new Lane(callers.computeIfAbsent(caller, any -> new AccountWork()));
    }

    /** How many callers it knows of. */
    synchronized int callers() {
        return callers.size();
    }

    private void work() {
        for (Job<?> job = next(); job != null; job = next()) {
            busy.incrementAndGet();
            try {
                job.run();
            } finally {
                busy.decrementAndGet();
            }
            job.lane.finished(job);
            // a cancel that came too late is not meant for the next job
            Thread.interrupted();
        }
    }

    /** Whoever comes back at once is not new, but has had what it had, until the others have had as much. */
    private void forgetThoseGone() {
        long level = turns.level();
        boolean nobodyWaits = turns.isEmpty();
        callers.values().removeIf(caller -> caller.isGone() && (nobodyWaits || caller.had(0) <= level));
    }

    private synchronized Job<?> next() {
        while (turns.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException lateCancel) {
                // meant for a job that is over; the pool itself ends by close()
            }
        }
        if (closed) {
            return null;
        }
        long now = clock.getAsLong();
        return turns.next(now).turns().next(now).begin(now);
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
            turns.waiting().forEach(caller -> caller.turns().waiting().forEach(lane -> dropped.addAll(lane.queued)));
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
    public final class Lane extends WorkShare implements AutoCloseable {

        private final AccountWork caller;
        private final Deque<Job<?>> queued = new ArrayDeque<>();
        private final List<Job<?>> running = new ArrayList<>();
        private boolean left;

        private Lane(AccountWork caller) {
            this.caller = caller;
            caller.open();
        }

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
                if (caller.turns().isEmpty()) {
                    turns.join(caller);
                }
                if (queued.isEmpty()) {
                    caller.turns().join(this);
                }
                queued.add(job);
                RecognitionPool.this.notify();
            }
            return job;
        }

        private Job<?> begin(long now) {
            Job<?> job = queued.remove();
            running.add(job);
            begins(now);
            caller.begins(now);
            leaveIfIdle();
            return job;
        }

        private void finished(Job<?> job) {
            synchronized (RecognitionPool.this) {
                long now = clock.getAsLong();
                running.remove(job);
                ends(now);
                caller.ends(now);
                forgetThoseGone();
            }
        }

        private void leaveIfIdle() {
            if (queued.isEmpty()) {
                caller.turns().leave(this);
            }
            if (caller.turns().isEmpty()) {
                turns.leave(caller);
            }
        }

        @Override
        public void close() {
            List<Job<?>> dropped = new ArrayList<>();
            synchronized (RecognitionPool.this) {
                if (left) {
                    return;
                }
                left = true;
                dropped.addAll(queued);
                dropped.addAll(running);
                queued.clear();
                leaveIfIdle();
                caller.close();
                forgetThoseGone();
            }
            dropped.forEach(job -> job.cancel(true));
        }
    }
}
