package dev.escriba.speech.scheduling;

import dev.escriba.telemetry.control.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Registers the gauges of the recognition threads. */
@ApplicationScoped
class PoolMeters {

    @Inject
    RecognitionPool pool;

    @Inject
    Meters meters;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge("escriba_workers", "Threads that recognise.", pool::workers);
        meters.gauge("escriba_workers_busy", "Threads that recognise something now.", pool::busy);
    }
}
