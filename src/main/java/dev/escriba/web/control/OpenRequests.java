package dev.escriba.web.control;

import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests to the API that are being read, processed or answered now. Their number is limited, so that the
 * server has threads left for health checks.
 */
@ApplicationScoped
public class OpenRequests {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final AtomicInteger open = new AtomicInteger();
    private int most;

    /** Without a limit, for use without a container. */
    public OpenRequests() {
        most = Integer.MAX_VALUE;
    }

    @Inject
    public OpenRequests(WebSettings settings) {
        most = settings.maxRequests();
    }

    /** A request has begun. */
    public void enter() {
        open.incrementAndGet();
    }

    /** A request has been answered, or its client is gone. */
    public void leave() {
        open.decrementAndGet();
    }

    /**
     * Call it for a request that has begun, before anything is done for it.
     *
     * @throws Problem 503 if there are more requests than the limit
     */
    public void requirePlace() {
        if (open.get() > most) {
            throw Problem.busy(RETRY_AFTER);
        }
    }

    public int count() {
        return open.get();
    }
}
