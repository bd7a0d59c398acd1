package dev.escriba.speech.control;

import dev.escriba.telemetry.control.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Registers the gauges of admission and engines. */
@ApplicationScoped
class SpeechMeters {

    @Inject
    AdmissionQueue admission;

    @Inject
    EngineRegistry engines;

    @Inject
    SharedPlaces remoteRequests;

    @Inject
    SpeechSettings settings;

    @Inject
    Meters meters;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge("escriba_queue_length", "Runs that wait in line for a place.", admission::waiting);
        meters.gauge("escriba_queue_capacity", "Runs that may wait in line; more are refused.", settings::waitingLine);
        meters.gauge("escriba_recognitions_in_progress", "Runs that have a place.", admission::admitted);
        meters.gauge("escriba_recognition_places", "Runs that may have a place at a time.", admission::places);
        meters.gauge(
                "escriba_remote_runs_in_progress",
                "Runs of requests that are on models on other servers, or wait for them.",
                remoteRequests::taken);
        meters.gauge(
                "escriba_remote_run_places",
                "Runs of requests that may be on models on other servers at a time, or wait for them.",
                remoteRequests::places);
        meters.gauge(
                "escriba_engine_up", "Whether an engine is ready to recognise (1) or not (0).", "engine", engines::up);
    }
}
