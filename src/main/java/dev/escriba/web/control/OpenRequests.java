package dev.escriba.web.control;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the requests to the API that are being read, processed or answered now. */
@ApplicationScoped
public class OpenRequests {

    private final AtomicInteger open = new AtomicInteger();

    /** A request has begun. */
    public void enter() {
        open.incrementAndGet();
    }

    /** A request has been answered, or its client is gone. */
    public void leave() {
        open.decrementAndGet();
    }

    public int count() {
        return open.get();
    }
}
