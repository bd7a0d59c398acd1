package dev.escriba.transcription.control;

import dev.escriba.schedule.control.Schedule;
import dev.escriba.schedule.control.Steps;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;

/**
 * Deletes old transcripts and idempotency keys at intervals, and looks for rows without a transcript in a part of their
 * tables. It ends early where the application stops.
 */
@ApplicationScoped
class Housekeeping {

    /** Pages of a table in one purge: every node reads them each time, also where nothing is left to delete. */
    static final int MAX_PAGES = 100;

    private static final Logger LOG = Logger.getLogger(Housekeeping.class.getName());

    @Inject
    Schedule schedule;

    @Inject
    Transcripts transcripts;

    @Inject
    Corrections corrections;

    @Inject
    IdempotencyClaims claims;

    @Inject
    TranscriptionSettings settings;

    private final Walk segments = new Walk();
    private final Walk corrected = new Walk();

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        Duration interval = settings.purgeInterval();
        schedule.every(TranscriptionSettings.PURGE_INTERVAL, interval, interval.dividedBy(10), this::purge);
    }

    /** Each step runs, also where one before it fails. */
    void purge() {
        Steps.run(LOG, "The purge of transcripts", () -> inBatches(transcripts::purge));
        Steps.run(LOG, "The purge of idempotency keys", () -> inBatches(claims::purge));
        Steps.run(LOG, "The purge of segments without a transcript", () -> segments.goOn(transcripts::purgeDocuments));
        Steps.run(LOG, "The purge of corrections without a transcript", () -> corrected.goOn(corrections::purge));
    }

    /** In batches, to keep each transaction short. */
    private void inBatches(IntSupplier batch) {
        while (!schedule.isStopped() && batch.getAsInt() > 0) {
            // until none is left
        }
    }

    /** Reads a table in pages. A purge goes on where the one before ended, and from the begin after the end. */
    private final class Walk {

        private String end = "";

        void goOn(UnaryOperator<String> page) {
            for (int read = 0; read < MAX_PAGES && !schedule.isStopped(); read++) {
                String next = page.apply(end);
                if (next.equals(end)) {
                    end = "";
                    return;
                }
                end = next;
            }
        }
    }
}
