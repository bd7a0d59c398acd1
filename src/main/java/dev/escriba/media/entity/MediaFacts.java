package dev.escriba.media.entity;

import java.time.Duration;
import java.util.Optional;

/**
 * What the probe found in an upload.
 *
 * @param format the container, by content
 * @param codec of the first audio track, by its ffmpeg name
 * @param sampleRate in Hz
 * @param channels how many
 * @param declared the length that the container claims, if it does; never to be trusted
 */
public record MediaFacts(MediaFormat format, String codec, int sampleRate, int channels, Optional<Duration> declared) {

    /** 64 kbit/s: half of what browsers record with, and twice what telephones do. */
    private static final int BYTES_A_SECOND = 8_000;

    /** How long it claims to be; where it does not, as browsers' recordings do not, about as long as speech of that size is. Never to be trusted. */
    public Duration claimed(Upload upload) {
        return declared.orElse(Duration.ofSeconds(upload.size() / BYTES_A_SECOND));
    }
}
