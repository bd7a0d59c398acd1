package dev.escriba.transcription.control;

import dev.escriba.schedule.control.Schedule;
import dev.escriba.schema.control.Schema;
import dev.escriba.storage.control.DataDirectory;
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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells running executions from abandoned ones. A run has a lease that its node renews while it works on it; past it any node may end the run
 * and return its hold. What a process left behind that ran on this data directory before is ended at start-up, at once.
 */
@ApplicationScoped
public class Leases {

    private static final Logger LOG = Logger.getLogger(Leases.class.getName());
    private static final int AT_ONCE = 500;

    @Inject
    LeaseTransactions steps;

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

    private final Set<UUID> held = ConcurrentHashMap.newKeySet();

    void start(@Observes @Priority(Schema.FIRST + 200) @Initialized(ApplicationScoped.class) Object start) {
        Duration quarter = settings.lease().dividedBy(4);
        recover();
        schedule.every(TranscriptionSettings.LEASE, quarter, quarter, this::tend);
    }

    /** Ends what the last process of this node left running. */
    void recover() {
        int ended = 0;
        for (UUID left : steps.runningOn(data.node())) {
            ended += instances.expire(left, "interrupted") ? 1 : 0;
        }
        if (ended > 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} executions were cut off by the end of the last process and are FAILED now",
                    ended);
        }
    }

    /** Until when a run that begins now is its node's. */
    Instant end() {
        return clock.instant().plus(settings.lease());
    }

    void hold(UUID instance) {
        held.add(instance);
    }

    void letGo(UUID instance) {
        held.remove(instance);
    }

    /** Renews first: after an outage of the database the own runs are overdue too. */
    private void tend() {
        renew();
        reap();
    }

    void renew() {
        List<UUID> running = new ArrayList<>(held);
        for (int from = 0; from < running.size(); from += AT_ONCE) {
            steps.renew(running.subList(from, Math.min(from + AT_ONCE, running.size())), end());
        }
    }

    /** Ends what nobody renews any more, on whatever node it ran. */
    void reap() {
        for (UUID abandoned : steps.overdue(clock.instant(), AT_ONCE)) {
            if (instances.expireOverdue(abandoned, "abandoned")) {
                LOG.log(Level.WARNING, "Execution {0} was abandoned by its node and is FAILED now", abandoned);
            }
        }
    }
}
