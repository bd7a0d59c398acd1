package dev.escriba.telemetry.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.Function;

/** Which version of the application this is: the build writes it into the WAR. */
public final class BuiltVersion {

    private static final String BUILT = "/META-INF/maven/dev.escriba/escriba/pom.properties";

    private BuiltVersion() {}

    /**
     * The version, or {@code unknown} where the build has written none.
     *
     * @param resources finds a resource of the web application by its path; null where there is none
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
