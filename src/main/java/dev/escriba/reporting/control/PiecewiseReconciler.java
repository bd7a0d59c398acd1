package dev.escriba.reporting.control;

import dev.escriba.reporting.entity.Reconciliation;
import dev.escriba.reporting.entity.Reconciliation.Difference;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Compares a long ledger in pieces of bounded size. A check reads all balances and the lines that are new
 * since the last check; the first check of a process reads all lines. The checkpoints are in memory, so they hold what
 * this process has read itself. A full check reads everything again, slowly, and replaces the checkpoints with its own.
 */
@ApplicationScoped
public class PiecewiseReconciler {

    private static final Logger LOG = Logger.getLogger(PiecewiseReconciler.class.getName());

    /** A pause of a full check; the check takes at most half of the time. */
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Inject
    LedgerPieces pieces;

    @Inject
    Clock clock;

    int size = LedgerPieces.SIZE;

    /** Held during a check, which can take long. A thread that waits for it can be interrupted. */
    private final ReentrantLock lock = new ReentrantLock();

    private volatile boolean stopped;
    private LedgerWalk walk;
    private List<Difference> ofFullCheck = List.of();

    protected PiecewiseReconciler() {}

    /** For use without a container. */
    PiecewiseReconciler(LedgerPieces pieces, Clock clock, int size) {
        this.pieces = pieces;
        this.clock = clock;
        this.size = size;
    }

    /** Ends a walk that is going on. */
    @PreDestroy
    void stop() {
        stopped = true;
    }

    /** Checks what is new. Differences of the last full check stay until a full check no longer finds them. */
    public Reconciliation check() {
        acquire();
        try {
            return checkNew();
        } finally {
            lock.unlock();
        }
    }

    private void acquire() {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private Reconciliation checkNew() {
        if (!ofFullCheck.isEmpty()) {
            adopt(new LedgerWalk(pieces, nanos -> pause(0), size));
        }
        if (walk == null) {
            walk = new LedgerWalk(pieces, nanos -> pause(0), size);
        }
        List<Difference> found = new ArrayList<>(ofFullCheck);
        found.addAll(walked(walk));
        return new Reconciliation(
                clock.instant(),
                walk.accountsSeen(),
                walk.linesSeen(),
                found.stream().distinct().limit(Rule.MAX_DIFFERENCES).toList());
    }

    /** Reads the whole ledger again, and pauses after each piece. */
    public void checkAll() {
        long begin = System.nanoTime();
        adopt(new LedgerWalk(pieces, nanos -> pause(Math.min(nanos, MAX_PAUSE_NANOS)), size));
        LOG.log(
                Level.INFO,
                "The whole ledger was read again in {0} s",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    }

    private void pause(long nanos) throws InterruptedException {
        if (stopped) {
            throw new InterruptedException("the application stops");
        }
        TimeUnit.NANOSECONDS.sleep(nanos);
    }

    private void adopt(LedgerWalk full) {
        List<Difference> found = new ArrayList<>(walked(full));
        try {
            found.addAll(full.runs());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        acquire();
        try {
            walk = full;
            ofFullCheck = List.copyOf(found);
        } finally {
            lock.unlock();
        }
    }

    private static List<Difference> walked(LedgerWalk walk) {
        try {
            return walk.accounts();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        return new IllegalStateException("the reconciliation was interrupted", e);
    }
}
