package dev.escriba.security.openid;

import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits the requests below {@code /sign-in} of each client network. This node counts them in memory: the database does
 * not work for strangers.
 */
@ApplicationScoped
class SignInBudget {

    private static final int MAX_REMEMBERED = 10_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Clock clock;
    private int perMinute;

    /** When the bucket of a network is full again. */
    private final Map<String, Instant> fullAt = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    protected SignInBudget() {}

    @Inject
    SignInBudget(Clock clock, OpenIdSettings settings) {
        this.clock = clock;
        perMinute = settings.signInsPerMinute();
    }

    /**
     * Counts a request.
     *
     * @throws Problem 429 if the budget of the network is used up
     */
    void count(String network) {
        Instant now = clock.instant();
        Duration interval = MINUTE.dividedBy(perMinute);
        synchronized (fullAt) {
            Instant full = fullAt.getOrDefault(network, now);
            // further ahead than a budget is: the clock was set back
            boolean isFull = full.isBefore(now) || full.isAfter(now.plus(MINUTE).plus(MINUTE));
            Instant next = (isFull ? now : full).plus(interval);
            Duration excess = Duration.between(now.plus(MINUTE), next);
            if (excess.compareTo(Duration.ZERO) > 0) {
                throw Problem.tooMany(excess);
            }
            fullAt.put(network, next);
        }
    }
}
