package dev.escriba.telemetry.boundary;

import dev.escriba.telemetry.control.BuiltVersion;
import dev.escriba.telemetry.control.Meters;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Publishes the version of the application as a metric. */
@WebListener
public class BuildInfo implements ServletContextListener {

    @Inject
    Meters meters;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        meters.describe(BuiltVersion.of(event.getServletContext()::getResourceAsStream));
    }
}
