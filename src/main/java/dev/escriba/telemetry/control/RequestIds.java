package dev.escriba.telemetry.control;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * The id of the request that a thread works on. Every line that Escriba logs meanwhile ends with it: {@code request=...}. Its logging is the standard one of
 * Java, which has no such thing, so that a handler before all others adds it.
 */
@ApplicationScoped
public class RequestIds {

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    /** Held, because nobody else holds a logger. */
    private final Logger root = Logger.getLogger("dev.escriba");

    private final Handler adding = new Adding();

    void start(@Observes @Priority(1) @Initialized(ApplicationScoped.class) Object event) {
        root.addHandler(adding);
    }

    /** The log goes on without the application. */
    @PreDestroy
    void stop() {
        root.removeHandler(adding);
    }

    /** What the caller chose, where it is short and plain; else a new one. */
    public static String chosen(String header) {
        return header != null && SANE.matcher(header).matches()
                ? header
                : UUID.randomUUID().toString();
    }

    /** This thread works on that request from now on. */
    public static void enter(String id) {
        CURRENT.set(id);
    }

    /** It has been answered. */
    public static void leave() {
        CURRENT.remove();
    }

    /** The request that this thread works on, if it does. */
    public static Optional<String> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Adds the id, and hands nothing on: the handlers of the server do that. */
    private static final class Adding extends Handler {

        @Override
        public void publish(LogRecord line) {
            String id = CURRENT.get();
            if (id != null && line.getMessage() != null && !line.getMessage().contains(" request=")) {
                line.setMessage(line.getMessage() + " request=" + id);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
