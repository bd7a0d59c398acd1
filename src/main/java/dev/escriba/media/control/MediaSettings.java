package dev.escriba.media.control;

import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The configuration of the component.
 *
 * @param maxFileBytes of an upload, inclusive
 * @param formats that are accepted, by the names of the contract
 * @param maxDuration of the audio of a recording
 * @param maxChannels channels of a recording that are recognised one by one
 * @param maxProbeTime of the ffmpeg process that looks into a recording
 * @param maxStall maximum time without output from ffmpeg while it decodes
 * @param maxDecodeTime maximum sum of all times spent waiting for one ffmpeg process
 * @param maxOpenTime how long one ffmpeg process may live
 * @param maxDecoderBytes private memory of one ffmpeg process
 * @param maxProcesses ffmpeg processes that run at a time
 * @param maxKeptBytes decoded audio of all runs that is kept at a time
 * @param ffmpeg path of the executable; empty for the packed one
 */
@Settings
public record MediaSettings(
        long maxFileBytes,
        List<String> formats,
        Duration maxDuration,
        int maxChannels,
        Duration maxProbeTime,
        Duration maxStall,
        Duration maxDecodeTime,
        Duration maxOpenTime,
        long maxDecoderBytes,
        int maxProcesses,
        long maxKeptBytes,
        Optional<String> ffmpeg) {

    static final String FFMPEG = "escriba.media.ffmpeg";

    static final String MAX_PROCESSES = "escriba.media.max-processes";

    static final String MAX_KEPT_BYTES = "escriba.media.max-kept-bytes";

    /** Some 18 minutes of audio. */
    private static final long MIN_KEPT_BYTES = 1 << 25;

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final int MIN_USUAL_PROCESSES = 8;
    private static final long MIN_DECODER_BYTES = 1 << 26;

    public MediaSettings {
        formats = List.copyOf(formats);
    }

    public static MediaSettings read(SettingsReader settings) {
        return new MediaSettings(
                settings.number("escriba.media.max-file-bytes", "26214400", 1, Long.MAX_VALUE - 1),
                AcceptedFormats.read(settings, "escriba.media.formats", "mp3,mp4,mpeg,mpga,m4a,wav,webm"),
                settings.positive("escriba.media.max-duration", "PT4H"),
                settings.integer("escriba.media.max-channels", "8", 1, Channels.MAX_CHANNELS),
                settings.positive("escriba.media.max-probe-time", "PT30S"),
                settings.positive("escriba.media.max-stall", "PT30S"),
                settings.positive("escriba.media.max-decode-time", "PT10M"),
                settings.positive("escriba.media.max-open-time", "PT4H"),
                settings.number("escriba.media.max-decoder-bytes", "134217728", MIN_DECODER_BYTES, Long.MAX_VALUE),
                settings.integer(MAX_PROCESSES, 1, 10_000).orElse(Math.max(MIN_USUAL_PROCESSES, 4 * PROCESSORS)),
                settings.number(MAX_KEPT_BYTES, "2147483648", MIN_KEPT_BYTES, Long.MAX_VALUE / 2),
                settings.text(FFMPEG));
    }
}
