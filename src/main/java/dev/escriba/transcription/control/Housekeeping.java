package dev.escriba.transcription.control;

import dev.escriba.schedule.control.Schedule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;

/** Has everything forgotten whose time is over. */
@ApplicationScoped
class Housekeeping {

    @Inject
    Schedule schedule;

    @Inject
    Transcripts transcripts;

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
            // batch by batch, so that no transaction grows long
        }
        claims.purge();
    }
}
