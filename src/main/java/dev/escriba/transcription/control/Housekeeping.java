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

/** Deletes old transcripts and idempotency keys at intervals. */
@ApplicationScoped
class Housekeeping {

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

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        Duration interval = settings.purgeInterval();
        schedule.every(TranscriptionSettings.PURGE_INTERVAL, interval, interval.dividedBy(10), this::purge);
    }

    /** Each step runs, also where one before it fails. */
    void purge() {
        Steps.run(LOG, "The purge of transcripts", () -> inBatches(transcripts::purge));
        Steps.run(LOG, "The purge of segments without a transcript", () -> inPages(transcripts::purgeDocuments));
        Steps.run(LOG, "The purge of corrections without a transcript", () -> inPages(corrections::purge));
        Steps.run(LOG, "The purge of idempotency keys", () -> inBatches(claims::purge));
    }

    /** In batches, to keep each transaction short. */
    private static void inBatches(IntSupplier batch) {
        while (batch.getAsInt() > 0) {
            // until none is left
        }
    }

    private static void inPages(UnaryOperator<String> page) {
        String end = "";
        String next = page.apply(end);
        while (!next.equals(end)) {
            end = next;
            next = page.apply(end);
        }
    }
}
