package dev.escriba.web.control;

import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests to the API that are being read, processed or answered now. Their number is limited, so that the
 * server has threads left for health checks. An account has a part of them at most: its clients decide how long their
 * requests last, for example by reading slowly.
 */
@ApplicationScoped
public class OpenRequests {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String PLACE = OpenRequests.class.getName();

    private final AtomicInteger open = new AtomicInteger();
    private int most;
    private Places ofAccounts;

    /** Without a limit, for use without a container. */
    public OpenRequests() {
        this(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    @Inject
    public OpenRequests(WebSettings settings) {
        this(settings.maxRequests(), settings.maxRequestsPerAccount());
    }

    private OpenRequests(int most, int share) {
        this.most = most;
        ofAccounts = new Places(Integer.MAX_VALUE, share, Duration.ZERO, 0);
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

    /**
     * Counts a request that has begun as one of this account, until it ends.
     *
     * @throws Problem 503 if the account has its share of the requests
     */
    public void requireShare(HttpServletRequest request, String account) {
        if (request.getAttribute(PLACE) == null) {
            request.setAttribute(
                    PLACE,
                    ofAccounts
                            .take(account)
                            .orElseThrow(() -> new Problem(
                                    503, Message.of("problem.busy-account"), Map.of(), Optional.of(RETRY_AFTER))));
        }
    }

    /** The request does not count for its account any more. */
    void leaveShare(HttpServletRequest request) {
        if (request.getAttribute(PLACE) instanceof Places.Place place) {
            place.leave();
        }
    }

    public int count() {
        return open.get();
    }
}
