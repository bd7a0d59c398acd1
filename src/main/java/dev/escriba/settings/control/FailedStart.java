package dev.escriba.settings.control;

import dev.escriba.settings.entity.CannotStart;
import dev.escriba.settings.entity.RunComplete;
import dev.escriba.settings.entity.WrongSetting;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Logs once why a start failed, and then ends the process if it is configured so. A run that has done what it is for
 * ends with exit code 0.
 */
public final class FailedStart {

    /** Exit code of the process after a failure. */
    public static final int EXIT_CODE = 1;

    private static final Logger LOG = Logger.getLogger(FailedStart.class.getName());

    /** Time for the server to stop before the process is halted. */
    private static final Duration MAX_EXIT_TIME = Duration.ofSeconds(3);

    private final boolean exits;
    private final IntConsumer exit;
    private boolean reported;

    FailedStart(boolean exits, IntConsumer exit) {
        this.exits = exits;
        this.exit = exit;
    }

    /** An instance with the configured behaviour. */
    public static FailedStart configured() {
        StartSettings settings = StartSettings.read(SettingsReader.ofTheApplication());
        return new FailedStart(settings.exitsOnFailure(), FailedStart::end);
    }

    /** Logs the reasons. Does not return if the process ends. */
    public void report(List<? extends Throwable> reasons) {
        synchronized (this) {
            if (reported) {
                return;
            }
            reported = true;
        }
        Optional<String> complete = complete(reasons);
        if (complete.isPresent()) {
            LOG.info(complete.get());
        } else {
            LOG.log(Level.SEVERE, unknown(reasons), () -> message(reasons));
        }
        if (exits) {
            flush();
            exit.accept(complete.isPresent() ? 0 : EXIT_CODE);
        }
    }

    /** As {@link #report(List)}, for one reason. */
    public void report(Throwable reason) {
        report(List.of(reason));
    }

    /** The message of a run that has done what it is for. */
    private static Optional<String> complete(List<? extends Throwable> reasons) {
        return reasons.stream()
                .flatMap(reason -> Stream.iterate(reason, Objects::nonNull, Throwable::getCause))
                .filter(RunComplete.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst();
    }

    private String message(List<? extends Throwable> reasons) {
        Set<String> said = new LinkedHashSet<>();
        reasons.forEach(reason -> said.add(reason(reason)));
        String separator = said.size() > 1 ? System.lineSeparator() + "  " : " ";
        return "Escriba does not start:" + separator + String.join(separator, said) + System.lineSeparator()
                + (exits ? "The process ends with exit code " + EXIT_CODE + "." : "The application is not deployed.");
    }

    /** The message of the first {@link WrongSetting} or {@link CannotStart}, else of the innermost cause. */
    private static String reason(Throwable thrown) {
        Throwable innermost = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isKnown(cause)) {
                return cause.getMessage();
            }
            innermost = cause;
        }
        return innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
    }

    /** The first reason that is neither a {@link WrongSetting} nor a {@link CannotStart}. Its stack trace is logged. */
    private static Throwable unknown(List<? extends Throwable> reasons) {
        for (Throwable reason : reasons) {
            boolean known = false;
            for (Throwable cause = reason; cause != null && !known; cause = cause.getCause()) {
                known = isKnown(cause);
            }
            if (!known) {
                return reason;
            }
        }
        return null;
    }

    private static boolean isKnown(Throwable thrown) {
        return thrown instanceof WrongSetting || thrown instanceof CannotStart;
    }

    private static void flush() {
        for (Logger logger = LOG; logger != null; logger = logger.getParent()) {
            Arrays.stream(logger.getHandlers()).forEach(Handler::flush);
        }
        System.out.flush();
        System.err.flush();
    }

    /**
     * Exits in order, so that the server removes its temporary files. A shutdown that waits for this thread would not
     * end, so a watchdog halts the process.
     */
    private static void end(int code) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(MAX_EXIT_TIME.toMillis());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(code);
                },
                "escriba-exit");
        watchdog.setDaemon(true);
        watchdog.start();
        Runtime.getRuntime().exit(code);
    }
}
