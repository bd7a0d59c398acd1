package dev.escriba.speech.remote;

import dev.escriba.media.control.KeptAudio;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The file that is sent to a server. Its name never comes from the client.
 *
 * @param name with the suffix of its format
 * @param type its media type
 * @param size in bytes
 * @param content reads the file from its beginning, for each try
 */
record AudioFile(String name, String type, long size, Supplier<BodyPublisher> content) {

    /** The upload as it came. */
    static AudioFile of(Recording recording) {
        MediaFormat format = recording.facts().format();
        Path path = recording.upload().path();
        return new AudioFile(
                "audio." + suffix(format), type(format), recording.upload().size(), () -> {
                    try {
                        return BodyPublishers.ofFile(path);
                    } catch (FileNotFoundException e) {
                        throw new UncheckedIOException("the upload is gone", e);
                    }
                });
    }

    /** The decoded audio as WAV. */
    static AudioFile of(KeptAudio audio) {
        long samples = audio.length().toNanos() / (1_000_000_000L / PcmStream.SAMPLE_RATE);
        long size = WaveBytes.size(samples);
        return new AudioFile(
                "audio.wav",
                "audio/wav",
                size,
                () -> BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> new WaveBytes(audio.open(), samples)), size));
    }

    private static String suffix(MediaFormat format) {
        return switch (format) {
            case MP3, MPGA -> "mp3";
            case MP4 -> "mp4";
            case MPEG, MPEG_TS -> "mpeg";
            case WAV -> "wav";
            case WEBM -> "webm";
            case FLAC -> "flac";
            case OGG -> "ogg";
            case QUICKTIME -> "mov";
        };
    }

    private static String type(MediaFormat format) {
        return switch (format) {
            case MP3, MPGA -> "audio/mpeg";
            case MP4 -> "audio/mp4";
            case MPEG -> "video/mpeg";
            case MPEG_TS -> "video/mp2t";
            case WAV -> "audio/wav";
            case WEBM -> "audio/webm";
            case FLAC -> "audio/flac";
            case OGG -> "audio/ogg";
            case QUICKTIME -> "video/quicktime";
        };
    }
}
