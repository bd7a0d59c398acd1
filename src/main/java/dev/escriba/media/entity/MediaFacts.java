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
public record MediaFacts(MediaFormat format, String codec, int sampleRate, int channels, Optional<Duration> declared) {}
