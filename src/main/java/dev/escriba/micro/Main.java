package dev.escriba.micro;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;

/** Starts Payara Micro with the application. Ends the process with exit code 1 if the application has not started. */
public final class Main {

    private static final String SERVER = "fish.payara.micro.PayaraMicro";

    /** System property that the application sets at the end of a successful start. */
    private static final String STARTED = "dev.escriba.started";

    private static final int FAILED = 1;

    /** A terminal that is closed sends HUP. The JVM leaves a signal ignored that nohup has told it to ignore. */
    private static final List<String> SIGNALS = List.of("TERM", "INT", OrderlyStop.HANG_UP);

    /** Holds the lock of the data directory until the process ends. */
    private static OwnDirectories directories;

    private Main() {}

    public static void main(String[] arguments) throws Throwable {
        boolean exits = Setting.exitsOnFailure();
        // H2 refuses a relative path without a dot, such as "data", in the address of the database. Without a value
        // here,
        // another configuration source of the server may have one.
        Setting.configured(Setting.DATA_DIRECTORY)
                .map(directory -> Path.of(directory).toAbsolutePath().toString())
                .ifPresent(directory -> System.setProperty(Setting.DATA_DIRECTORY, directory));
        directories = new OwnDirectories(
                Setting.dataDirectory(), Path.of(System.getProperty("java.io.tmpdir")), sizeOfThisJar());
        // the server would report these in hundreds of lines
        OpenFiles.missing().filter(reason -> exits).ifPresent(Main::end);
        directories.take().filter(reason -> exits).ifPresent(Main::end);
        new OrderlyStop(Runtime.getRuntime()::exit).on(SIGNALS);
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

    private static long sizeOfThisJar() throws Exception {
        return Files.size(Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }

    private static void end(String reason) {
        Logger.getLogger(Main.class.getName())
                .severe("Escriba does not start: " + reason + System.lineSeparator()
                        + "The process ends with exit code " + FAILED + ".");
        Runtime.getRuntime().exit(FAILED);
    }
}
