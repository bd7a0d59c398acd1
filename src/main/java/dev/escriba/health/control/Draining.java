package dev.escriba.health.control;

import dev.escriba.schedule.control.Schedule;
import dev.escriba.storage.control.DataDirectory;
import dev.escriba.storage.control.PrivateFiles;
import dev.escriba.telemetry.control.Meters;
import dev.escriba.transcription.control.WorkInProgress;
import dev.escriba.web.control.OpenRequests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes this node out of service without interrupting requests. A stop does so, and an operator can. The operator
 * creates a file {@code drain} in the data directory, and deletes it to cancel. While the file exists, the node is not
 * ready but still serves requests. The node creates a file {@code drained} while no request and no run is open. Files
 * are used because only an operator of the machine can write them, and any script can.
 */
@ApplicationScoped
public class Draining {

    private static final Logger LOG = Logger.getLogger(Draining.class.getName());
    private static final Duration PAUSE = Duration.ofMillis(500);

    @Inject
    DataDirectory data;

    @Inject
    WorkInProgress work;

    @Inject
    OpenRequests requests;

    @Inject
    Schedule schedule;

    @Inject
    Meters meters;

    private boolean wasAsked;

    protected Draining() {}

    /** For use without a container. */
    Draining(DataDirectory data, WorkInProgress work, OpenRequests requests) {
        this.data = data;
        this.work = work;
        this.requests = requests;
    }

    /** Deletes the files of an earlier process. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        forget();
        meters.gauge(
                "escriba_draining",
                "Whether the node is being taken out of service (1) or not (0).",
                () -> isAsked() ? 1 : 0);
        schedule.every("drain", PAUSE, PAUSE, this::answer);
    }

    void forget() {
        delete(asked());
        delete(answered());
    }

    /** Whether the file {@code drain} exists, or the process stops. */
    public boolean isAsked() {
        return work.isStopping() || Files.exists(asked());
    }

    /** Number of requests to the API that are not answered yet. */
    public int openRequests() {
        return requests.count();
    }

    /** Number of runs in progress. At most the number of open requests. */
    public int runs() {
        return work.runs();
    }

    /** Creates or deletes the file {@code drained}. */
    void answer() {
        boolean asked = isAsked();
        work.drain(asked);
        if (asked != wasAsked) {
            wasAsked = asked;
            LOG.log(Level.INFO, asked ? "Draining: this node is not ready any more" : "Draining is taken back");
        }
        if (!asked || openRequests() > 0 || runs() > 0) {
            delete(answered());
        } else if (!Files.exists(answered())) {
            create(answered());
        }
    }

    private Path asked() {
        return data.file("drain");
    }

    private Path answered() {
        return data.file("drained");
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path file) {
        try {
            PrivateFiles.open(file).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
