package dev.escriba.web.control;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicInteger;

/** How many requests to the API are being read, worked on or answered at this moment. */
@ApplicationScoped
public class OpenRequests {

    private final AtomicInteger open = new AtomicInteger();

    /** One has come. */
    public void enter() {
        open.incrementAndGet();
    }

    /** One has been answered, or its client has gone. */
    public void leave() {
        open.decrementAndGet();
    }

    public int count() {
        return open.get();
    }
}
