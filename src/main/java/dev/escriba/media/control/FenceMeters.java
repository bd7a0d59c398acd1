package dev.escriba.media.control;

import dev.escriba.telemetry.control.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Registers the gauges of the ffmpeg processes. */
@ApplicationScoped
class FenceMeters {

    @Inject
    Ffmpeg ffmpeg;

    @Inject
    Meters meters;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge("escriba_fenced_processes", "ffmpeg processes that run now.", ffmpeg::running);
        meters.gauge("escriba_fenced_processes_limit", "ffmpeg processes that may run at a time.", ffmpeg::most);
        meters.gauge(
                "escriba_fenced_processes_refused",
                "ffmpeg processes that were refused since the start, because too many ran.",
                ffmpeg::refused);
    }
}
