package dev.escriba.micro;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.logging.Logger;

/** Starts Payara Micro with the application. Ends the process with exit code 1 if the application has not started. */
public final class Main {

    private static final String SERVER = "fish.payara.micro.PayaraMicro";

    /** System property that the application sets at the end of a successful start. */
    private static final String STARTED = "dev.escriba.started";

    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) throws Throwable {
        boolean exits = Boolean.parseBoolean(setting("escriba.exit-on-failed-start", "true"));
        String data = setting("escriba.data.dir", "./data");
        if (exits && isInUse(Path.of(data, "node.lock"))) {
            // the server would report this in hundreds of lines
            end("escriba.data.dir " + data
                    + " is in use by another process. Stop that one, or give this one a directory of" + " its own.");
        }
        try {
            Class.forName(SERVER).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (UnsupportedClassVersionError e) {
            end("The server of this jar needs a later Java than "
                    + Runtime.version().feature() + ". Start it with Java 21.");
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (exits && System.getProperty(STARTED) == null) {
            end("The server could not deploy it. The first messages above that say SEVERE"
                    + " or WARNING tell why: look at the"
                    + " database first.");
        }
    }

    /**
     * A configuration value from a system property or an environment variable, by the rules of MicroProfile Config,
     * which is not available before the server starts.
     */
    private static String setting(String key, String fallback) {
        String variable = key.replaceAll("[^A-Za-z0-9]", "_");
        String value = System.getProperty(key, System.getenv(variable.toUpperCase(Locale.ROOT)));
        return value == null || value.isBlank() ? fallback : value.strip();
    }

    private static boolean isInUse(Path lock) {
        if (!Files.exists(lock)) {
            return false;
        }
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock mine = file.tryLock()) {
            return mine == null;
        } catch (IOException refusedByTheApplication) {
            return false;
        }
    }

    private static void end(String reason) {
        Logger.getLogger(Main.class.getName())
                .severe("Escriba does not start: " + reason + System.lineSeparator()
                        + "The process ends with exit code " + FAILED + ".");
        Runtime.getRuntime().exit(FAILED);
    }
}
