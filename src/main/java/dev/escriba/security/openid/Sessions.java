package dev.escriba.security.openid;

import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the HTTP sessions of this node, so that their number has a limit. */
@ApplicationScoped
public class Sessions {

    private final AtomicInteger open = new AtomicInteger();
    private int most;

    protected Sessions() {}

    @Inject
    Sessions(OpenIdSettings settings) {
        most = settings.maxSessions();
    }

    /**
     * Call it before a session is created.
     *
     * @throws Problem 503 if this node has as many sessions as it may have
     */
    void requirePlace() {
        if (open.get() >= most) {
            throw Problem.unavailable();
        }
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }
}
