package dev.escriba.security.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.schedule.control.Schedule;
import dev.escriba.security.control.TokenBuckets.Bucket;
import dev.escriba.security.entity.ApiKey;
import dev.escriba.security.entity.Caller;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits the requests of a caller and of all callers of an account together. There is no limit unless one is set. */
@ApplicationScoped
public class RateLimits {

    private static final String KEY = "escriba.security.requests-per-minute";

    @Inject
    TokenBuckets buckets;

    @Inject
    TokenBuckets.BucketTransactions transactions;

    @Inject
    Schedule schedule;

    @Inject
    @ConfigProperty(name = KEY)
    Optional<Integer> usual = Optional.empty();

    protected RateLimits() {}

    /** For use without a container. */
    public RateLimits(TokenBuckets buckets, Optional<Integer> usual) {
        this.buckets = buckets;
        this.usual = usual;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        usual.filter(limit -> limit < 1 || limit > ApiKey.MAX_REQUESTS_PER_MINUTE)
                .ifPresent(wrong -> {
                    throw WrongSetting.outOfRange(KEY, wrong, 1, ApiKey.MAX_REQUESTS_PER_MINUTE);
                });
        schedule.every(KEY, Duration.ofMinutes(30), Duration.ofMinutes(5), transactions::purge);
    }

    /**
     * Counts a request.
     *
     * @throws Problem 429 if a limit is reached
     */
    public void count(Caller caller) {
        List<Bucket> limits = new ArrayList<>();
        caller.limits().own().or(() -> usual).ifPresent(limit -> limits.add(new Bucket(caller.name(), limit)));
        caller.limits().ofAccount().ifPresent(limit -> limits.add(new Bucket("account:" + caller.accountId(), limit)));
        buckets.take(limits).ifPresent(wait -> {
            throw Problem.tooMany(wait);
        });
    }
}
