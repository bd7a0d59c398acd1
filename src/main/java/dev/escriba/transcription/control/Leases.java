package dev.escriba.transcription.control;

import dev.escriba.problem.control.Outage;
import dev.escriba.schedule.control.Schedule;
import dev.escriba.schema.control.Schema;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.transcription.entity.Ending;
import dev.escriba.transcription.entity.Lease;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Finds abandoned instances. A node renews the lease of each run that it works on. After the end of a
 * lease, any node stores the instance as FAILED and releases its hold, or puts it back into the queue if it is a queued
 * run. At start-up, a node does the same with the instances that the earlier process on the same data directory left
 * RUNNING.
 */
@ApplicationScoped
public class Leases {

    private static final Logger LOG = Logger.getLogger(Leases.class.getName());
    private static final int BATCH_SIZE = 500;
    private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

    @Inject
    LeaseTransactions transactions;

    @Inject
    Instances instances;

    @Inject
    DataDirectory data;

    @Inject
    Schedule schedule;

    @Inject
    Clock clock;

    @Inject
    TranscriptionSettings settings;

    @Inject
    LeaseState state = new LeaseState();

    @Inject
    WorkInProgress work = new WorkInProgress();

    /** The instances of this node's runs, and the threads that work on them. */
    private final Map<UUID, Thread> held = new ConcurrentHashMap<>();

    void start(@Observes @Priority(Schema.FIRST + 200) @Initialized(ApplicationScoped.class) Object start) {
        Duration quarter = settings.lease().dividedBy(4);
        recover();
        state.begin(clock.instant());
        schedule.every(TranscriptionSettings.LEASE, quarter, quarter, this::tend);
        schedule.every("instance-watch", WATCH_INTERVAL, WATCH_INTERVAL, this::watch);
    }

    /** Interrupts the runs of this node that were cancelled, or that another node has begun anew. */
    void watch() {
        Map<UUID, Thread> running = Map.copyOf(held);
        if (!running.isEmpty()) {
            transactions.lost(data.node(), running.keySet()).forEach(lost -> interrupt(lost, running.get(lost)));
        }
    }

    /** Interrupts a thread, if it still works on the instance. */
    private void interrupt(UUID instance, Thread thread) {
        if (thread.equals(held.get(instance))) {
            work.interrupt(thread);
        }
    }

    /**
     * Ends the instances that the last process of this node left RUNNING. An instance that cannot be ended now does not
     * stop the start: it is ended when its lease is over.
     */
    void recover() {
        int ended = 0;
        int requeued = 0;
        for (UUID instance : transactions.runningOn(data.node())) {
            Ending ending = tryToEnd(instance, () -> instances.expire(instance, "interrupted"));
            ended += ending == Ending.ENDED ? 1 : 0;
            requeued += ending == Ending.REQUEUED ? 1 : 0;
        }
        if (requeued > 0) {
            LOG.log(Level.INFO, "The last process ended during {0} queued executions; they wait again", requeued);
        }
        if (ended > 0) {
            LOG.log(Level.WARNING, "The last process ended during {0} executions; they are FAILED now", ended);
        }
    }

    /** A lease of this node that begins now. */
    public Lease grant() {
        return new Lease(data.node(), end());
    }

    private Instant end() {
        return clock.instant().plus(settings.lease());
    }

    /**
     * Adds an instance to those whose leases this node renews. This thread works on it. A thread of this node that
     * still works on an earlier attempt is interrupted.
     */
    public void hold(UUID instance) {
        Thread before = held.put(instance, Thread.currentThread());
        if (before != null && !before.equals(Thread.currentThread())) {
            work.interrupt(before);
        }
    }

    /** Removes an instance from those whose leases this node renews, unless another thread works on it now. */
    public void letGo(UUID instance) {
        held.remove(instance, Thread.currentThread());
    }

    /** Renews first, because after an outage of the database the leases of this node's own runs are over too. */
    private void tend() {
        int unrenewed = renew();
        state.tended(unrenewed, reap(), clock.instant());
    }

    /** Returns the number of leases that could not be renewed because their rows are locked. */
    int renew() {
        List<UUID> running = new ArrayList<>(held.keySet());
        int locked = 0;
        for (int from = 0; from < running.size(); from += BATCH_SIZE) {
            locked += transactions.renew(running.subList(from, Math.min(from + BATCH_SIZE, running.size())), end());
        }
        return locked;
    }

    /**
     * Ends the instances of all nodes whose leases are over, one at a time.
     *
     * @return the number of instances that were passed over because they are locked or cannot be ended
     */
    int reap() {
        int passedOver = 0;
        List<UUID> batch;
        do {
            batch = transactions.overdue(clock.instant(), passedOver, BATCH_SIZE);
            for (UUID abandoned : batch) {
                Ending ending = tryToEnd(abandoned, () -> instances.expireOverdue(abandoned, "abandoned"));
                passedOver += ending == Ending.LOCKED ? 1 : 0;
                if (ending == Ending.REQUEUED) {
                    LOG.log(Level.INFO, "Execution {0} was abandoned by its node and waits again", abandoned);
                } else if (ending == Ending.ENDED) {
                    LOG.log(Level.WARNING, "Execution {0} was abandoned by its node and is FAILED now", abandoned);
                }
            }
        } while (batch.size() == BATCH_SIZE);
        if (passedOver > 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} abandoned executions cannot be ended yet, because their rows are locked, or because "
                            + "ending them failed (see the warnings before)",
                    passedOver);
        }
        return passedOver;
    }

    /** A failure counts as {@link Ending#LOCKED}, so that one instance does not hold up the others. */
    private static Ending tryToEnd(UUID instance, Supplier<Ending> end) {
        try {
            return end.get();
        } catch (RuntimeException e) {
            if (Outage.isDatabaseAway(e)) {
                throw e;
            }
            LOG.log(Level.WARNING, e, () -> "Execution " + instance + " cannot be ended");
            return Ending.LOCKED;
        }
    }
}
