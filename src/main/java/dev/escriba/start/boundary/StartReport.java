package dev.escriba.start.boundary;

import dev.escriba.models.control.Models;
import dev.escriba.schema.control.Schema;
import dev.escriba.security.control.Bootstrap;
import dev.escriba.security.openid.OpenIdSettings;
import dev.escriba.settings.control.FailedStart;
import dev.escriba.settings.entity.CannotStart;
import dev.escriba.speech.control.SpeechRecognition;
import dev.escriba.speech.entity.Readiness;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.telemetry.control.BuiltVersion;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Logs one block at the end of the start. Fails the start if the models cannot be loaded. */
@ApplicationScoped
public class StartReport {

    private static final Logger LOG = Logger.getLogger(StartReport.class.getName());

    @Inject
    OpenIdSettings settings;

    @Inject
    DataDirectory data;

    @Inject
    Schema schema;

    @Inject
    Models models;

    @Inject
    SpeechRecognition speech;

    @Inject
    Bootstrap bootstrap;

    /** System property that tells the main class of the uber-jar that the application has started. */
    private static final String STARTED = "dev.escriba.started";

    /** Runs after all other observers. It does not block the server while the models load. */
    void start(@Observes @Priority(Integer.MAX_VALUE) @Initialized(ApplicationScoped.class) Object start) {
        // the event of a web application is its servlet context, which cannot be injected outside a request
        if (!(start instanceof ServletContext application)) {
            throw new IllegalStateException("the start of a web application brings " + start);
        }
        makeDataPrivate();
        String version = BuiltVersion.of(application::getResourceAsStream);
        String server = application.getServerInfo();
        System.setProperty(STARTED, "true");
        String servlet = application.getMajorVersion() + "." + application.getMinorVersion();
        String path = application.getContextPath() + "/";
        String database = schema.description();
        Optional<URI> publicUrl = settings.publicUrl();
        speech.started()
                .thenAccept(readiness -> end(new StartBlock(
                        version,
                        server,
                        servlet,
                        java(),
                        data.root(),
                        database,
                        models.all(),
                        readiness,
                        bootstrap.takeNewKey(),
                        publicUrl,
                        path)))
                .exceptionally(failure -> {
                    LOG.log(Level.WARNING, "The report of the start failed", failure);
                    return null;
                });
    }

    /** Some servers make the file of the database when the tables are migrated. */
    private void makeDataPrivate() {
        try {
            data.makePrivate();
        } catch (IOException e) {
            throw new CannotStart("The files in " + data.root() + " cannot be made private: " + e + ".", e);
        }
    }

    private static void end(StartBlock block) {
        LOG.info(block.text());
        Readiness readiness = block.readiness();
        readiness.reason().ifPresent(reason -> FailedStart.configured()
                .report(new CannotStart("The models cannot be loaded: " + reason + ".", null)));
    }

    private static String java() {
        return "Java " + System.getProperty("java.runtime.version", System.getProperty("java.version")) + " ("
                + System.getProperty("java.vendor") + ")";
    }
}
