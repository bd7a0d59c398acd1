package dev.escriba.transcription.control;

import dev.escriba.schedule.control.Schedule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/** Deletes old transcripts and idempotency keys at intervals. */
@ApplicationScoped
class Housekeeping {

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

    private void purge() {
        while (transcripts.purge() > 0) {
            // in batches, to keep each transaction short
        }
        while (transcripts.purgeDocuments() > 0) {
            // likewise
        }
        while (corrections.purge() > 0) {
            // likewise
        }
        while (claims.purge() > 0) {
            // likewise
        }
    }
}
