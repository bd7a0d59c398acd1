package dev.escriba.health.control;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;

/**
 * Knows whether the application is deployed. Servers answer health checks before that; until then a check must not use beans that need the server's resources,
 * because the server logs each failure with its stack trace.
 */
@ApplicationScoped
public class ApplicationStart {

    /** What a check that is DOWN gives as its reason until then. */
    public static final String REASON = "the application is starting";

    private volatile boolean complete;

    void end(@Observes @Priority(Integer.MAX_VALUE) @Initialized(ApplicationScoped.class) Object start) {
        complete = true;
    }

    /** Whether all start observers of the application have run. */
    public boolean isComplete() {
        return complete;
    }
}
