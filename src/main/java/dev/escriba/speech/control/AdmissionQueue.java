package dev.escriba.speech.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the runs that are worked on at a time. A limited number of further runs wait. Further requests are refused at
 * once, with a time to retry after.
 *
 * <p>Long recordings take at most half of the places, rounded up. A run begins as a short one, because nothing is known
 * of its recording. It becomes a long one where its header claims, or its decoded audio exceeds, 2 minutes. Where the
 * places for long ones are taken, it then gives its place back and waits in line again. With two places or more, a
 * short run therefore never waits for the end of a long one, whatever the headers claim.
 *
 * <p>With two places or more, no account has all of them. With three or more, the long runs of an account leave it a
 * place for a short one. A free place goes to the account with the fewest admitted runs. One account takes at most the
 * configured part of the line.
 */
public final class AdmissionQueue implements Admission {

    /** A recording with more audio than this counts as long. */
    public static final Duration MAX_SHORT_DURATION = Duration.ofMinutes(2);

    /** A run that was overtaken this many times for each place is next, however many admitted runs its account has. */
    private static final int MAX_OVERTAKES_PER_PLACE = 2;

    private static final long MAX_RETRY_SECONDS = 3_600;

    /** Private, so that no other code can hold it. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition admission = lock.newCondition();

    private final int places;
    private final int placesForLong;
    private final int placesPerAccount;
    private final int longPlacesPerAccount;
    private final int waitingLine;
    private final int lineForLong;
    private final int linePerAccount;

    private final DurationClass shortRuns = new DurationClass(5);
    private final DurationClass longRuns = new DurationClass(60);
    private final Map<String, Integer> admittedByAccount = new HashMap<>();
    private final Map<String, Integer> longByAccount = new HashMap<>();

    /** In the order of arrival. */
    private final List<Run> line = new ArrayList<>();

    /**
     * An empty queue.
     *
     * @param concurrentRuns runs that may have a place at a time
     * @param waitingLine runs that may wait
     * @param linePerAccount waiting runs of one account
     */
    public AdmissionQueue(int concurrentRuns, int waitingLine, int linePerAccount) {
        places = concurrentRuns;
        placesForLong = (concurrentRuns + 1) / 2;
        placesPerAccount = Math.max(1, concurrentRuns - 1);
        longPlacesPerAccount = Math.max(1, placesPerAccount - 1);
        this.waitingLine = waitingLine;
        lineForLong = waitingLine - waitingLine / 4;
        this.linePerAccount = linePerAccount;
    }

    /**
     * Waits in line for a place.
     *
     * @param known the length of the recording as far as it is known: zero before it is opened
     * @throws Problem 503 with a time to retry after, at once, when the line has no room for the run
     */
    @Override
    public Place enter(String account, Duration known) throws InterruptedException {
        Run run = new Run(account, kind(known));
        lock.lockInterruptibly();
        try {
            requireRoom(run);
            run.await(account);
            return run;
        } finally {
            lock.unlock();
        }
    }

    /** Throws what {@link #enter} would throw now. */
    void requireRoom(String account, Duration known) {
        lock.lock();
        try {
            requireRoom(new Run(account, kind(known)));
        } finally {
            lock.unlock();
        }
    }

    private void requireRoom(Run run) {
        if (hasPlace(run)) {
            return;
        }
        boolean isFull = line.size() >= waitingLine || (run.kind == longRuns && waiting(longRuns) >= lineForLong);
        if (isFull) {
            throw Problem.busy(retryAfter(run.kind, 1));
        }
        if (waiting(run.account) >= linePerAccount) {
            long accountsInLine =
                    line.stream().map(other -> other.account).distinct().count();
            throw Problem.busy(retryAfter(run.kind, accountsInLine));
        }
    }

    private DurationClass kind(Duration known) {
        return known.compareTo(MAX_SHORT_DURATION) > 0 ? longRuns : shortRuns;
    }

    /** Whether this run can begin now. If so, no run of the same class and account waits. */
    private boolean hasPlace(Run run) {
        boolean isFree =
                shortRuns.admitted() + longRuns.admitted() < places && admitted(run.account) < placesPerAccount;
        return isFree
                && (run.kind == shortRuns
                        || (longRuns.admitted() < placesForLong
                                && longByAccount.getOrDefault(run.account, 0) < longPlacesPerAccount));
    }

    /** Admits all runs that have a place, after a run arrived or after a run of the given account ended. */
    private void admit(String releasing) {
        for (Run next = next(releasing); next != null; next = next(releasing)) {
            for (Run run : line.subList(0, line.indexOf(next))) {
                run.overtaken += hasPlace(run) ? 1 : 0;
            }
            line.remove(next);
            next.enter();
        }
        admission.signalAll();
    }

    private Run next(String releasing) {
        Run next = null;
        for (Run run : line) {
            if (hasPlace(run) && (next == null || isBefore(run, next, releasing))) {
                next = run;
            }
        }
        return next;
    }

    /**
     * Whether a run goes before one that arrived earlier. The account with fewer admitted runs goes first. If both have
     * the same number, the account that did not release this place goes first. Otherwise the earlier run goes first.
     */
    private boolean isBefore(Run run, Run other, String releasing) {
        if (other.overtaken >= MAX_OVERTAKES_PER_PLACE * places) {
            return false;
        }
        int fewer = admitted(other.account) - admitted(run.account);
        return fewer > 0 || (fewer == 0 && other.account.equals(releasing) && !run.account.equals(releasing));
    }

    private int admitted(String account) {
        return admittedByAccount.getOrDefault(account, 0);
    }

    private long waiting(DurationClass kind) {
        return line.stream().filter(run -> run.kind == kind).count();
    }

    private long waiting(String account) {
        return line.stream().filter(run -> run.account.equals(account)).count();
    }

    /**
     * The estimated time until the given number of runs has ended, at the current rate. Only runs count whose places
     * this run may take. Whole seconds, at least one.
     */
    private Duration retryAfter(DurationClass kind, long runs) {
        boolean onlyLongRuns = kind == longRuns && longRuns.admitted() == placesForLong;
        double perSecond = longRuns.perSecond() + (onlyLongRuns ? 0 : shortRuns.perSecond());
        long seconds = perSecond > 0 ? (long) Math.ceil(runs / perSecond) : 1;
        return Duration.ofSeconds(Math.max(1, Math.min(seconds, MAX_RETRY_SECONDS)));
    }

    /** The number of runs that wait in line now. */
    public int waiting() {
        lock.lock();
        try {
            return line.size();
        } finally {
            lock.unlock();
        }
    }

    /** The number of runs that have a place now. */
    public int admitted() {
        lock.lock();
        try {
            return shortRuns.admitted() + longRuns.admitted();
        } finally {
            lock.unlock();
        }
    }

    /** The number of runs that may have a place at a time. */
    public int places() {
        return places;
    }

    private final class Run implements Place {

        private final String account;
        private DurationClass kind;
        private boolean admitted;
        private int overtaken;
        private long enteredAt;

        Run(String account, DurationClass kind) {
            this.account = account;
            this.kind = kind;
        }

        /** Waits in line until the run is admitted. */
        private void await(String releasing) throws InterruptedException {
            line.add(this);
            admit(releasing);
            try {
                while (!admitted) {
                    admission.await();
                }
            } catch (InterruptedException e) {
                giveUp();
                throw e;
            }
        }

        private void enter() {
            admitted = true;
            enteredAt = System.nanoTime();
            count(1);
        }

        private void count(int change) {
            if (change > 0) {
                kind.enter();
            } else {
                kind.leave();
            }
            add(admittedByAccount, change);
            if (kind == longRuns) {
                add(longByAccount, change);
            }
        }

        private void add(Map<String, Integer> byAccount, int change) {
            byAccount.merge(account, change, (before, more) -> before + more == 0 ? null : before + more);
        }

        /** Another thread may have admitted the run meanwhile. */
        private void giveUp() {
            if (admitted) {
                leave();
            } else {
                line.remove(this);
            }
        }

        private void leave() {
            admitted = false;
            count(-1);
            admit(account);
        }

        /** Gives up its own place, so that it can take one of another kind in the same moment. */
        private void leaveAs(DurationClass next) {
            admitted = false;
            count(-1);
            kind = next;
        }

        private boolean staysAsItIs(Duration audio) {
            return !admitted || kind == longRuns || kind(audio) == shortRuns;
        }

        @Override
        public boolean reachedAtOnce(Duration audio) {
            lock.lock();
            try {
                if (staysAsItIs(audio)) {
                    return true;
                }
                leaveAs(longRuns);
                // a run that waits may have a better right to the place
                boolean isFree = line.isEmpty() && hasPlace(this);
                kind = isFree ? longRuns : shortRuns;
                admitted = true;
                count(1);
                return isFree;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void reached(Duration audio) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (staysAsItIs(audio)) {
                    return;
                }
                leaveAs(longRuns);
                overtaken = 0;
                try {
                    requireRoom(this);
                } catch (Problem full) {
                    admit(account);
                    throw full;
                }
                await(account);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (admitted) {
                    kind.addRunTime((System.nanoTime() - enteredAt) / 1e9);
                    leave();
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
