package dev.escriba.telemetry.boundary;

import dev.escriba.telemetry.control.Meters;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Tells the metrics which version this is: the build writes it into the WAR. */
@WebListener
public class BuildInfo implements ServletContextListener {

    private static final String BUILT = "/META-INF/maven/dev.escriba/escriba/pom.properties";

    @Inject
    Meters meters;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        meters.describe(version(event.getServletContext()));
    }

    private static String version(ServletContext application) {
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
