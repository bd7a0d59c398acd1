package dev.escriba.security.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schedule.control.Schedule;
import dev.escriba.security.control.TokenBuckets.Bucket;
import dev.escriba.security.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Limits the requests of a caller and of all callers of an account together. There is no limit unless one is set. */
@ApplicationScoped
public class RateLimits {

    @Inject
    TokenBuckets buckets;

    @Inject
    TokenBuckets.BucketTransactions transactions;

    @Inject
    Schedule schedule;

    @Inject
    SecuritySettings settings;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        schedule.every(
                SecuritySettings.REQUESTS_PER_MINUTE, Duration.ofMinutes(30), Duration.ofMinutes(5), this::purge);
    }

    private void purge() {
        while (transactions.purge() > 0) {
            // in batches, to keep each transaction short
        }
    }

    /** A request that only reads the progress of a run counts as this part of another request. */
    private static final int LOOKS_PER_REQUEST = 10;

    /**
     * Counts a request.
     *
     * @param isLook whether the request only reads the progress of a run
     * @throws Problem 429 if a limit is reached
     */
    public void count(Caller caller, boolean isLook) {
        int divisor = isLook ? LOOKS_PER_REQUEST : 1;
        List<Bucket> limits = new ArrayList<>();
        caller.limits()
                .own()
                .or(settings::requestsPerMinute)
                .ifPresent(limit -> limits.add(new Bucket(caller.name(), limit, divisor)));
        caller.limits()
                .ofAccount()
                .ifPresent(limit -> limits.add(new Bucket("account:" + caller.accountId(), limit, divisor)));
        buckets.take(limits).ifPresent(wait -> {
            throw Problem.tooMany(wait);
        });
    }
}
