package dev.escriba.settings.control;

import dev.escriba.settings.entity.CannotStart;
import dev.escriba.settings.entity.WrongSetting;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Says once why a start failed, and ends the process after that where it is configured to end. */
public final class FailedStart {

    /** What the process ends with. */
    public static final int EXIT_CODE = 1;

    private static final Logger LOG = Logger.getLogger(FailedStart.class.getName());

    /** A server that does not stop by itself within this time is ended all the same. */
    private static final Duration MAX_EXIT_TIME = Duration.ofSeconds(3);

    private final boolean exits;
    private final IntConsumer exit;
    private boolean told;

    FailedStart(boolean exits, IntConsumer exit) {
        this.exits = exits;
        this.exit = exit;
    }

    /** As the configuration says. */
    public static FailedStart configured() {
        StartSettings settings = StartSettings.read(SettingsReader.ofTheApplication());
        return new FailedStart(settings.exitsOnFailure(), FailedStart::end);
    }

    /** Logs the reasons. Does not return where the process ends. */
    public void tell(List<? extends Throwable> reasons) {
        synchronized (this) {
            if (told) {
                return;
            }
            told = true;
        }
        LOG.log(Level.SEVERE, unknown(reasons), () -> message(reasons));
        if (exits) {
            flush();
            exit.accept(EXIT_CODE);
        }
    }

    /** As {@link #tell(List)}, for one reason. */
    public void tell(Throwable reason) {
        tell(List.of(reason));
    }

    private String message(List<? extends Throwable> reasons) {
        Set<String> said = new LinkedHashSet<>();
        reasons.forEach(reason -> said.add(reason(reason)));
        String separator = said.size() > 1 ? System.lineSeparator() + "  " : " ";
        return "Escriba does not start:" + separator + String.join(separator, said) + System.lineSeparator()
                + (exits ? "The process ends with exit code " + EXIT_CODE + "." : "The application is not deployed.");
    }

    /** What the application itself says of it, or else the innermost cause. */
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

    /** The first of those that the message alone does not explain: its trace is logged too. */
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

    /** In order, so that the server removes its temporary files; a stop that waits for this very thread is cut short. */
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
