package dev.escriba.telemetry.control;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of the application this is: the build writes it into the WAR. */
public final class BuiltVersion {

    private static final String BUILT = "/META-INF/maven/dev.escriba/escriba/pom.properties";

    private BuiltVersion() {}

    public static String of(ServletContext application) {
        Properties built = new Properties();
        try (InputStream file = application.getResourceAsStream(BUILT)) {
            if (file != null) {
                built.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return built.getProperty("version", "unknown");
    }
}
