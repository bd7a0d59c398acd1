package dev.escriba.transcription.control;

import dev.escriba.schedule.control.Schedule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Deletes old transcripts and idempotency keys at intervals. */
@ApplicationScoped
class Housekeeping {

    private static final String KEY = "escriba.instances.purge-interval";

    @Inject
    Schedule schedule;

    @Inject
    Transcripts transcripts;

    @Inject
    IdempotencyClaims claims;

    @Inject
    @ConfigProperty(name = KEY, defaultValue = "PT1H")
    Duration interval;

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        schedule.every(KEY, interval, interval.dividedBy(10), this::purge);
    }

    private void purge() {
        while (transcripts.purge() > 0) {
            // in batches, to keep each transaction short
        }
        claims.purge();
    }
}
