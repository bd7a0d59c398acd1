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
 * The request id of a thread. Escriba logs with java.util.logging, which has no diagnostic context. So a handler of the
 * root logger of Escriba appends {@code request=...} to each line before the handlers of the server write it.
 */
@ApplicationScoped
public class RequestIds {

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    /** A strong reference, because the log manager holds loggers only weakly. */
    private final Logger root = Logger.getLogger("dev.escriba");

    private final Handler appender = new IdAppender();

    void start(@Observes @Priority(1) @Initialized(ApplicationScoped.class) Object event) {
        root.addHandler(appender);
    }

    /** Removes the handler: the log of the server outlives the application. */
    @PreDestroy
    void stop() {
        root.removeHandler(appender);
    }

    /** The id that the caller chose if it is short and plain, else a new one. */
    public static String chosen(String header) {
        return header != null && SANE.matcher(header).matches()
                ? header
                : UUID.randomUUID().toString();
    }

    /** This thread begins to process the request. */
    public static void enter(String id) {
        CURRENT.set(id);
    }

    /** This thread has ended the request. */
    public static void leave() {
        CURRENT.remove();
    }

    /** The id of the request that this thread processes; empty outside a request. */
    public static Optional<String> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Appends the id. It writes nothing: the handlers of the server do. */
    private static final class IdAppender extends Handler {

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
