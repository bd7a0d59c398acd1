package dev.escriba.speech.scheduling;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The threads that recognise, as many as the machine has cores. Accounts with work share them equally, by work time.
 * The recordings of one account share its part equally; each recording has a {@link Lane}. So an account that sends
 * many or long recordings gets no more than one that sends a short one. See {@link StartTimeFairQueue} for the order.
 * Background lanes get a thread only when no other lane has work.
 */
public final class RecognitionPool implements AutoCloseable {

    private static final Duration MAX_STOP_TIME = Duration.ofSeconds(10);

    /** Private, so that no other code can hold it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition change = lock.newCondition();

    private final WorkClass foreground = new WorkClass();

    /** Work that waits while there is other work. */
    private final WorkClass background = new WorkClass();

    private final List<Thread> threads = new ArrayList<>();
    private final int workers;
    private final LongSupplier clock;
    private final AtomicInteger busy = new AtomicInteger();
    private boolean closed;

    /**
     * Starts the threads.
     *
     * @param workers the number of threads
     * @param factory creates the threads; a container's managed factory, or a plain one
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

    /** The number of threads that work at this moment. */
    public int busy() {
        return busy.get();
    }

    /** Opens a lane for a recording of the account. */
    public Lane lane(String account) {
        return lane(account, foreground);
    }

    /** As {@link #lane}, for work that waits while other lanes have work. Its accounts share the rest equally. */
    public Lane backgroundLane(String account) {
        return lane(account, background);
    }

    private Lane lane(String account, WorkClass work) {
        lock.lock();
        try {
            return new Lane(work, work.account(account));
        } finally {
            lock.unlock();
        }
    }

    /** The number of accounts that the pool keeps. */
    int accounts() {
        lock.lock();
        try {
            return foreground.accounts() + background.accounts();
        } finally {
            lock.unlock();
        }
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
            // a cancellation that came too late must not interrupt the next job
            Thread.interrupted();
        }
    }

    private Job<?> next() {
        lock.lock();
        try {
            while (foreground.queue().isEmpty() && background.queue().isEmpty() && !closed) {
                try {
                    change.await();
                } catch (InterruptedException lateCancel) {
                    // a late cancellation of a job that has ended; the pool itself ends by close()
                }
            }
            if (closed) {
                return null;
            }
            long now = clock.getAsLong();
            WorkClass work = foreground.queue().isEmpty() ? background : foreground;
            return work.queue().next(now).queue().next(now).begin(now);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Cancels all work and waits for the threads to end. They end within a token. A JVM that exits while a thread is in
     * native code crashes.
     */
    @Override
    public void close() {
        List<Job<?>> dropped = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            for (WorkClass work : List.of(foreground, background)) {
                work.queue()
                        .waiting()
                        .forEach(account -> account.queue().waiting().forEach(lane -> dropped.addAll(lane.queued)));
            }
            change.signalAll();
        } finally {
            lock.unlock();
        }
        dropped.forEach(job -> job.cancel(true));
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(MAX_STOP_TIME.toMillis());
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

    /**
     * The work of one recording. Its jobs begin in the order of submission. Closing the lane drops waiting jobs and
     * interrupts running ones.
     */
    public final class Lane extends WorkShare implements AutoCloseable {

        private final WorkClass work;
        private final AccountWork account;
        private final Deque<Job<?>> queued = new ArrayDeque<>();
        private final List<Job<?>> running = new ArrayList<>();
        private boolean laneClosed;

        private Lane(WorkClass work, AccountWork account) {
            this.work = work;
            this.account = account;
            account.open();
        }

        /**
         * Submits a job. A thread of the pool runs it when it is this lane's turn.
         *
         * @throws CancellationException when the lane or the pool is closed
         */
        public <T> Future<T> submit(Callable<T> task) {
            Job<T> job = new Job<>(task, this);
            lock.lock();
            try {
                if (laneClosed || closed) {
                    throw new CancellationException("recognition has ended");
                }
                if (account.queue().isEmpty()) {
                    work.queue().join(account);
                }
                if (queued.isEmpty()) {
                    account.queue().join(this);
                }
                queued.add(job);
                change.signal();
            } finally {
                lock.unlock();
            }
            return job;
        }

        private Job<?> begin(long now) {
            Job<?> job = queued.remove();
            running.add(job);
            begins(now);
            account.begins(now);
            leaveIfIdle();
            return job;
        }

        private void finished(Job<?> job) {
            lock.lock();
            try {
                long now = clock.getAsLong();
                running.remove(job);
                ends(now);
                account.ends(now);
                work.removeIdleAccounts();
            } finally {
                lock.unlock();
            }
        }

        private void leaveIfIdle() {
            if (queued.isEmpty()) {
                account.queue().leave(this);
            }
            if (account.queue().isEmpty()) {
                work.queue().leave(account);
            }
        }

        @Override
        public void close() {
            List<Job<?>> dropped = new ArrayList<>();
            lock.lock();
            try {
                if (laneClosed) {
                    return;
                }
                laneClosed = true;
                dropped.addAll(queued);
                dropped.addAll(running);
                queued.clear();
                leaveIfIdle();
                account.close();
                work.removeIdleAccounts();
            } finally {
                lock.unlock();
            }
            dropped.forEach(job -> job.cancel(true));
        }
    }
}
