package dev.escriba.media.entity;

import java.time.Duration;
import java.util.Optional;

/**
 * What the probe found in an upload.
 *
 * @param format the container, recognised by content
 * @param codec of the first audio track, by its ffmpeg name
 * @param sampleRate in Hz
 * @param channels the number of channels; 0 when it is unknown
 * @param declared the length that the container claims, if it claims one; it is not verified
 */
public record MediaFacts(MediaFormat format, String codec, int sampleRate, int channels, Optional<Duration> declared) {}
