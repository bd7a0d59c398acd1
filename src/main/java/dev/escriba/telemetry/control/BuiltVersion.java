package dev.escriba.telemetry.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.Function;

/** The version of the application, which the build writes into the WAR. */
public final class BuiltVersion {

    private static final String BUILT = "/META-INF/maven/dev.escriba/escriba/pom.properties";

    private BuiltVersion() {}

    /**
     * The version, or {@code unknown} if the build has written none.
     *
     * @param resources opens a resource of the web application by its path; returns null if there is none
     */
    public static String of(Function<String, InputStream> resources) {
        Properties built = new Properties();
        try (InputStream file = resources.apply(BUILT)) {
            if (file != null) {
                built.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built.getProperty("version", "unknown");
    }
}
