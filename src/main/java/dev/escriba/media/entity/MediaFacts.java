package dev.escriba.media.entity;

import java.time.Duration;
import java.util.Optional;

/**
 * What the probe found in an upload.
 *
 * @param format the container, recognised by content
 * @param track number of the audio track among all tracks: the default one, else the first that can be decoded,
 *     and where that is silent the first one with a sound (of the first four)
 * @param codec of the track, by its ffmpeg name
 * @param sampleRate in Hz
 * @param layout of the channels
 * @param declared the length that the container claims, if it claims one; it is not verified
 * @param onlyTrack whether the file has no other audio track; {@code false} where that is not certain
 */
public record MediaFacts(
        MediaFormat format,
        int track,
        String codec,
        int sampleRate,
        ChannelLayout layout,
        Optional<Duration> declared,
        boolean onlyTrack) {

    /** Of a file with a single audio track. */
    public MediaFacts(
            MediaFormat format,
            int track,
            String codec,
            int sampleRate,
            ChannelLayout layout,
            Optional<Duration> declared) {
        this(format, track, codec, sampleRate, layout, declared, true);
    }
}
