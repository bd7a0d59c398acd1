package dev.escriba.media.control;

import dev.escriba.telemetry.control.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Registers the gauges of the ffmpeg processes and of kept audio. */
@ApplicationScoped
class FenceMeters {

    @Inject
    Ffmpeg ffmpeg;

    @Inject
    AudioStore store;

    @Inject
    Meters meters;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        meters.gauge("escriba_fenced_processes", "ffmpeg processes that run now.", ffmpeg::running);
        meters.gauge("escriba_fenced_processes_limit", "ffmpeg processes that may run at a time.", ffmpeg::most);
        meters.gauge(
                "escriba_fenced_processes_refused",
                "ffmpeg processes that were refused since the start, because too many ran.",
                ffmpeg::refused);
        meters.gauge("escriba_kept_audio_bytes", "Bytes of decoded audio that are kept now.", store::used);
        meters.gauge("escriba_kept_audio_bytes_limit", "Bytes of decoded audio that may be kept.", store::most);
        meters.gauge(
                "escriba_kept_audio_refused",
                "Recordings that found no room for their audio since the start.",
                store::refused);
    }
}
