package dev.escriba.security.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.TokenBuckets.Bucket;
import dev.escriba.security.entity.CredentialKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Limits failed sign-ins for each client network and kind of credential. The database counts them for all nodes. When a
 * budget is used up, this node remembers that until the end of the waiting time, and does not query the database. So
 * guessing keys costs the attacker more than the service. Another node notices it at the next failed attempt.
 *
 * <p>Clients share an address behind a proxy or NAT. So a few credentials a second that may be valid are verified even
 * then, and {@linkplain VerifiedCredentials those that were let in before} without a limit: a stranger who guesses does
 * not lock the others out. Each network and kind has a budget and exceptions of its own, so a stranger who guesses does
 * not use up those of another network or kind.
 */
@ApplicationScoped
public class FailedAttempts {

    private static final Logger LOG = Logger.getLogger(FailedAttempts.class.getName());
    private static final int MAX_REMEMBERED = 10_000;
    private static final int EXCEPTIONS_PER_SECOND = 20;

    /** No budget makes a client wait for longer. What is left beyond it comes from a clock that was set back. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private TokenBuckets buckets;
    private Clock clock;
    private int perMinute;

    private final Map<Subject, Refusal> refusals = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Refusal> eldest) {
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

    /** What has a budget. */
    private record Subject(CredentialKind kind, String address) {

        Bucket bucket(int perMinute) {
            return new Bucket("failed-" + kind.name().toLowerCase(Locale.ROOT) + ":" + address, perMinute);
        }
    }

    /** A budget that is used up, and the credentials that are verified beyond it in one second. */
    private static final class Refusal {

        private final Instant until;
        private long second;
        private int number;

        Refusal(Instant until) {
            this.until = until;
        }

        boolean makesException(long now) {
            number = now == second ? number + 1 : 1;
            second = now;
            return number <= EXCEPTIONS_PER_SECOND;
        }
    }

    /**
     * Call it before credentials are verified.
     *
     * @param plausible whether the credential may be valid, as far as that is known at no cost
     * @throws Problem 429 if the budget of the address for this kind is used up, and the credential is not verified
     *     nevertheless
     */
    public void requireBudget(CredentialKind kind, String address, BooleanSupplier plausible) {
        Subject subject = new Subject(kind, address);
        Duration left = timeLeft(subject);
        if (isOver(left) && !(plausible.getAsBoolean() && isException(subject))) {
            throw Problem.tooMany(left);
        }
    }

    private static boolean isOver(Duration left) {
        return left.compareTo(Duration.ZERO) > 0;
    }

    private Duration timeLeft(Subject subject) {
        Refusal refusal;
        synchronized (refusals) {
            refusal = refusals.get(subject);
        }
        Duration left = refusal == null ? Duration.ZERO : Duration.between(clock.instant(), refusal.until);
        return left.compareTo(LONGEST_WAIT) > 0 ? Duration.ZERO : left;
    }

    private boolean isException(Subject subject) {
        long now = clock.instant().getEpochSecond();
        synchronized (refusals) {
            Refusal refusal = refusals.get(subject);
            return refusal == null || refusal.makesException(now);
        }
    }

    /**
     * Counts a failed sign-in.
     *
     * @throws Problem 429 if the budget of the address for this kind is used up now
     */
    public void count(CredentialKind kind, String address) {
        Subject subject = new Subject(kind, address);
        Duration left = timeLeft(subject);
        if (isOver(left)) {
            throw Problem.tooMany(left);
        }
        buckets.take(List.of(subject.bucket(perMinute))).ifPresent(wait -> {
            synchronized (refusals) {
                refusals.remove(subject);
                refusals.put(subject, new Refusal(clock.instant().plus(wait)));
            }
            LOG.log(Level.WARNING, "Too many failed sign-ins from {0}", address);
            throw Problem.tooMany(wait);
        });
    }
}
