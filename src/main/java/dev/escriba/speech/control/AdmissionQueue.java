package dev.escriba.speech.control;

import dev.escriba.problem.entity.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The door before recognition: some runs at a time, some more waiting in line, and the rest told at once to come back later. Long
 * recordings take half of the places at most, so that a short one never waits for the end of one of those; a place that is free
 * goes to the caller with the fewest runs inside; and nobody has all of the line.
 */
public final class AdmissionQueue implements Admission {

    /** Recordings that claim more are long. */
    private static final Duration LONG = Duration.ofMinutes(2);

    /** After so many times the places there are, it is the turn of whoever came first, however many that caller has inside. */
    private static final int PATIENCE = 2;

    private final int places;
    private final int placesForLong;
    private final int waitingLine;
    private final int lineForLong;
    private final int linePerCaller;

    private final DurationClass shortOnes = new DurationClass(5);
    private final DurationClass longOnes = new DurationClass(60);
    private final Map<String, Integer> insideByCaller = new HashMap<>();

    /** In the order in which they came. */
    private final List<Run> line = new ArrayList<>();

    public AdmissionQueue(int concurrentRuns, int waitingLine, int linePerCaller) {
        places = concurrentRuns;
        placesForLong = (concurrentRuns + 1) / 2;
        this.waitingLine = waitingLine;
        lineForLong = waitingLine - waitingLine / 4;
        this.linePerCaller = linePerCaller;
    }

    /**
     * Waits in line for a place.
     *
     * @param claimed how long the recording is said to be: no more than that decides which places it may take
     * @throws Problem 503 with a time to come back, at once, when the line has no room for it
     */
    @Override
    public synchronized Place enter(String caller, Duration claimed) throws InterruptedException {
        requirePlace(caller, claimed);
        Run run = new Run(caller, kind(claimed));
        line.add(run);
        admit(caller);
        try {
            while (!run.inside) {
                wait();
            }
        } catch (InterruptedException e) {
            run.giveUp();
            throw e;
        }
        return run;
    }

    @Override
    public synchronized void requirePlace(String caller, Duration claimed) {
        DurationClass kind = kind(claimed);
        if (hasPlace(kind)) {
            return;
        }
        boolean isFull = line.size() >= waitingLine || (kind == longOnes && waiting(longOnes) >= lineForLong);
        if (isFull) {
            throw Problem.busy(retryAfter(kind, 1));
        }
        if (waiting(caller) >= linePerCaller) {
            long callersInLine = line.stream().map(run -> run.caller).distinct().count();
            throw Problem.busy(retryAfter(kind, callersInLine));
        }
    }

    private DurationClass kind(Duration claimed) {
        return claimed.compareTo(LONG) > 0 ? longOnes : shortOnes;
    }

    /** Nobody of the kind waits then. */
    private boolean hasPlace(DurationClass kind) {
        return shortOnes.inside() + longOnes.inside() < places
                && (kind == shortOnes || longOnes.inside() < placesForLong);
    }

    /** Lets in whom there is a place for, after somebody came or a run of this caller left. */
    private void admit(String leaver) {
        for (Run next = next(leaver); next != null; next = next(leaver)) {
            for (Run run : line.subList(0, line.indexOf(next))) {
                run.overtaken += hasPlace(run.kind) ? 1 : 0;
            }
            line.remove(next);
            next.enter();
        }
        notifyAll();
    }

    private Run next(String leaver) {
        Run next = null;
        for (Run run : line) {
            if (hasPlace(run.kind) && (next == null || isBefore(run, next, leaver))) {
                next = run;
            }
        }
        return next;
    }

    /** Of a caller with fewer inside; of as many, of one who did not have this very place; else the one that came first. */
    private boolean isBefore(Run run, Run earlier, String leaver) {
        if (earlier.overtaken >= PATIENCE * places) {
            return false;
        }
        int fewer = inside(earlier.caller) - inside(run.caller);
        return fewer > 0 || (fewer == 0 && earlier.caller.equals(leaver) && !run.caller.equals(leaver));
    }

    private int inside(String caller) {
        return insideByCaller.getOrDefault(caller, 0);
    }

    private long waiting(DurationClass kind) {
        return line.stream().filter(run -> run.kind == kind).count();
    }

    private long waiting(String caller) {
        return line.stream().filter(run -> run.caller.equals(caller)).count();
    }

    /** As long as it takes, at the rate at which runs last ended, until so many of those have left whose places it could take. Whole seconds, at least one. */
    private Duration retryAfter(DurationClass kind, long runs) {
        boolean onlyOfLong = kind == longOnes && longOnes.inside() == placesForLong;
        double perSecond = longOnes.perSecond() + (onlyOfLong ? 0 : shortOnes.perSecond());
        return Duration.ofSeconds(Math.max(1, (long) Math.ceil(runs / perSecond)));
    }

    /** How many wait in line now. */
    public synchronized int waiting() {
        return line.size();
    }

    /** How many have a place now. */
    public synchronized int inside() {
        return shortOnes.inside() + longOnes.inside();
    }

    /** How many may have one. */
    public int places() {
        return places;
    }

    private final class Run implements Place {

        private final String caller;
        private final DurationClass kind;
        private boolean inside;
        private int overtaken;
        private long entered;

        Run(String caller, DurationClass kind) {
            this.caller = caller;
            this.kind = kind;
        }

        private void enter() {
            inside = true;
            entered = System.nanoTime();
            kind.enter();
            insideByCaller.merge(caller, 1, Integer::sum);
        }

        /** It may have been let in meanwhile. */
        private void giveUp() {
            if (inside) {
                leave();
            } else {
                line.remove(this);
            }
        }

        private void leave() {
            inside = false;
            kind.leave();
            insideByCaller.merge(caller, -1, (before, one) -> before == 1 ? null : before + one);
            admit(caller);
        }

        @Override
        public void close() {
            synchronized (AdmissionQueue.this) {
                if (inside) {
                    kind.ran((System.nanoTime() - entered) / 1e9);
                    leave();
                }
            }
        }
    }
}
