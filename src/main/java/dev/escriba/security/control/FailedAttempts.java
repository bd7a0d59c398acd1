package dev.escriba.security.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.TokenBuckets.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Limits failed sign-ins for each client network. The database counts them for all nodes. When a budget is used up,
 * this node remembers that until the end of the waiting time and does not query the database, so that guessing keys
 * costs the attacker more than the service. Another node notices it at the next failed attempt.
 */
@ApplicationScoped
public class FailedAttempts {

    private static final Logger LOG = Logger.getLogger(FailedAttempts.class.getName());
    private static final int MAX_REMEMBERED = 10_000;

    private TokenBuckets buckets;
    private Clock clock;
    private int perMinute;

    private final Map<String, Instant> refusedUntil = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    protected FailedAttempts() {}

    @Inject
    public FailedAttempts(TokenBuckets buckets, Clock clock, SecuritySettings settings) {
        this.buckets = buckets;
        this.clock = clock;
        perMinute = settings.failedAttemptsPerMinute();
    }

    /**
     * Call it before credentials are verified.
     *
     * @throws Problem 429 if the budget of the address is used up
     */
    public void requireBudget(String address) {
        Instant until;
        synchronized (refusedUntil) {
            until = refusedUntil.get(address);
        }
        Duration left = until == null ? Duration.ZERO : Duration.between(clock.instant(), until);
        if (left.compareTo(Duration.ZERO) > 0) {
            throw Problem.tooMany(left);
        }
    }

    /**
     * Counts a failed sign-in.
     *
     * @throws Problem 429 if the budget of the address is used up now
     */
    public void count(String address) {
        buckets.take(List.of(new Bucket("address:" + address, perMinute))).ifPresent(wait -> {
            synchronized (refusedUntil) {
                refusedUntil.remove(address);
                refusedUntil.put(address, clock.instant().plus(wait));
            }
            LOG.log(Level.WARNING, "Too many failed sign-ins from {0}", address);
            throw Problem.tooMany(wait);
        });
    }
}
