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
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Limits failed sign-ins for each client network. The database counts them for all nodes. When a budget is used up,
 * this node remembers that until the end of the waiting time and does not query the database, so that guessing keys
 * costs the attacker more than the service. Another node notices it at the next failed attempt.
 *
 * <p>Clients share an address behind a proxy or NAT. So a few credentials a second that may be valid are verified even
 * then: a stranger who guesses does not lock the others out.
 */
@ApplicationScoped
public class FailedAttempts {

    private static final Logger LOG = Logger.getLogger(FailedAttempts.class.getName());
    private static final int MAX_REMEMBERED = 10_000;
    private static final int EXCEPTIONS_PER_SECOND = 20;

    private TokenBuckets buckets;
    private Clock clock;
    private int perMinute;
    private long second;
    private int exceptions;

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
     * @param plausible whether the credential may be valid, as far as that is known at no cost
     * @throws Problem 429 if the budget of the address is used up, and the credential is not verified nevertheless
     */
    public void requireBudget(String address, BooleanSupplier plausible) {
        Duration left = timeLeft(address);
        if (isOver(left) && !(plausible.getAsBoolean() && isException())) {
            throw Problem.tooMany(left);
        }
    }

    private static boolean isOver(Duration left) {
        return left.compareTo(Duration.ZERO) > 0;
    }

    private Duration timeLeft(String address) {
        Instant until;
        synchronized (refusedUntil) {
            until = refusedUntil.get(address);
        }
        return until == null ? Duration.ZERO : Duration.between(clock.instant(), until);
    }

    private synchronized boolean isException() {
        long now = clock.instant().getEpochSecond();
        exceptions = now == second ? exceptions + 1 : 1;
        second = now;
        return exceptions <= EXCEPTIONS_PER_SECOND;
    }

    /**
     * Counts a failed sign-in.
     *
     * @throws Problem 429 if the budget of the address is used up now
     */
    public void count(String address) {
        Duration left = timeLeft(address);
        if (isOver(left)) {
            throw Problem.tooMany(left);
        }
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
