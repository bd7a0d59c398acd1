package dev.escriba.security.control;

import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.TokenBuckets.Bucket;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits failed sign-ins for each client network. The database counts them for all nodes. When a budget is used up,
 * this node remembers that until the end of the waiting time and does not query the database, so that guessing keys
 * costs the attacker more than the service. Another node notices it at the next failed attempt.
 */
@ApplicationScoped
public class FailedAttempts {

    private static final Logger LOG = Logger.getLogger(FailedAttempts.class.getName());
    private static final String KEY = "escriba.security.failed-attempts-per-minute";
    private static final int MAX_REMEMBERED = 10_000;

    @Inject
    TokenBuckets buckets;

    @Inject
    Clock clock;

    @Inject
    @ConfigProperty(name = KEY, defaultValue = "20")
    int perMinute;

    private final Map<String, Instant> refusedUntil = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    protected FailedAttempts() {}

    /** For use without a container. */
    public FailedAttempts(TokenBuckets buckets, Clock clock, int perMinute) {
        this.buckets = buckets;
        this.clock = clock;
        this.perMinute = perMinute;
        check();
    }

    @PostConstruct
    private void check() {
        if (perMinute < 1) {
            throw WrongSetting.outOfRange(KEY, perMinute, 1, Integer.MAX_VALUE);
        }
    }

    /** Has the configuration checked when the application starts. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

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
