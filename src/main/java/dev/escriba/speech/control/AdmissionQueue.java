package dev.escriba.speech.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits the runs that are recognised at a time. A limited number of further runs wait. Further requests are refused at
 * once, with a time to retry after.
 *
 * <p>Long recordings take at most half of the places, rounded up. With two places or more, a short one therefore never
 * waits for the end of a long one. A free place goes to the account with the fewest admitted runs. One account takes at
 * most the configured part of the line.
 */
public final class AdmissionQueue implements Admission {

    /** A recording whose header claims more than this counts as long. */
    private static final Duration MAX_SHORT_DURATION = Duration.ofMinutes(2);

    /** A run that was overtaken this many times for each place is next, however many admitted runs its account has. */
    private static final int MAX_OVERTAKES_PER_PLACE = 2;

    private final int places;
    private final int placesForLong;
    private final int waitingLine;
    private final int lineForLong;
    private final int linePerAccount;

    private final DurationClass shortRuns = new DurationClass(5);
    private final DurationClass longRuns = new DurationClass(60);
    private final Map<String, Integer> admittedByAccount = new HashMap<>();

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
        this.waitingLine = waitingLine;
        lineForLong = waitingLine - waitingLine / 4;
        this.linePerAccount = linePerAccount;
    }

    /**
     * Waits in line for a place.
     *
     * @param claimed the length of the recording, as its header claims; it only decides which places the run may take
     * @throws Problem 503 with a time to retry after, at once, when the line has no room for the run
     */
    @Override
    public synchronized Place enter(String account, Duration claimed) throws InterruptedException {
        requirePlace(account, claimed);
        Run run = new Run(account, kind(claimed));
        line.add(run);
        admit(account);
        try {
            while (!run.admitted) {
                wait();
            }
        } catch (InterruptedException e) {
            run.giveUp();
            throw e;
        }
        return run;
    }

    @Override
    public synchronized void requirePlace(String account, Duration claimed) {
        DurationClass kind = kind(claimed);
        if (hasPlace(kind)) {
            return;
        }
        boolean isFull = line.size() >= waitingLine || (kind == longRuns && waiting(longRuns) >= lineForLong);
        if (isFull) {
            throw Problem.busy(retryAfter(kind, 1));
        }
        if (waiting(account) >= linePerAccount) {
            long accountsInLine =
                    line.stream().map(run -> run.account).distinct().count();
            throw Problem.busy(retryAfter(kind, accountsInLine));
        }
    }

    private DurationClass kind(Duration claimed) {
        return claimed.compareTo(MAX_SHORT_DURATION) > 0 ? longRuns : shortRuns;
    }

    /** Whether a run of this class can begin now. If so, no run of this class waits. */
    private boolean hasPlace(DurationClass kind) {
        return shortRuns.admitted() + longRuns.admitted() < places
                && (kind == shortRuns || longRuns.admitted() < placesForLong);
    }

    /** Admits all runs that have a place, after a run arrived or after a run of the given account ended. */
    private void admit(String releasing) {
        for (Run next = next(releasing); next != null; next = next(releasing)) {
            for (Run run : line.subList(0, line.indexOf(next))) {
                run.overtaken += hasPlace(run.kind) ? 1 : 0;
            }
            line.remove(next);
            next.enter();
        }
        notifyAll();
    }

    private Run next(String releasing) {
        Run next = null;
        for (Run run : line) {
            if (hasPlace(run.kind) && (next == null || isBefore(run, next, releasing))) {
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
        return Duration.ofSeconds(Math.max(1, (long) Math.ceil(runs / perSecond)));
    }

    /** The number of runs that wait in line now. */
    public synchronized int waiting() {
        return line.size();
    }

    /** The number of runs that have a place now. */
    public synchronized int admitted() {
        return shortRuns.admitted() + longRuns.admitted();
    }

    /** The number of runs that may have a place at a time. */
    public int places() {
        return places;
    }

    private final class Run implements Place {

        private final String account;
        private final DurationClass kind;
        private boolean admitted;
        private int overtaken;
        private long enteredAt;

        Run(String account, DurationClass kind) {
            this.account = account;
            this.kind = kind;
        }

        private void enter() {
            admitted = true;
            enteredAt = System.nanoTime();
            kind.enter();
            admittedByAccount.merge(account, 1, Integer::sum);
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
            kind.leave();
            admittedByAccount.merge(account, -1, (before, one) -> before == 1 ? null : before + one);
            admit(account);
        }

        @Override
        public void close() {
            synchronized (AdmissionQueue.this) {
                if (admitted) {
                    kind.addRunTime((System.nanoTime() - enteredAt) / 1e9);
                    leave();
                }
            }
        }
    }
}
