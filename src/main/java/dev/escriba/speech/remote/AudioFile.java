package dev.escriba.speech.remote;

import dev.escriba.media.control.KeptAudio;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The file that is sent to a server. Its name never comes from the client.
 *
 * @param name with the suffix of its format
 * @param type its media type
 * @param size in bytes
 * @param content opens the file at its beginning, for each try
 */
record AudioFile(String name, String type, long size, Supplier<InputStream> content) {

    private static final Logger LOG = Logger.getLogger(AudioFile.class.getName());

    /** The upload as it came. */
    static AudioFile of(Recording recording) {
        MediaFormat format = recording.facts().format();
        Path path = recording.upload().path();
        return new AudioFile(
                "audio." + suffix(format), type(format), recording.upload().size(), () -> {
                    try {
                        return Files.newInputStream(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException("the upload is gone", e);
                    }
                });
    }

    /** The decoded audio as WAV. */
    static AudioFile of(KeptAudio audio) {
        long samples = audio.length().toNanos() / (1_000_000_000L / PcmStream.SAMPLE_RATE);
        return new AudioFile(
                "audio.wav", "audio/wav", WaveBytes.size(samples), () -> new WaveBytes(audio.open(), samples));
    }

    /** The content for one try. The caller closes it. */
    Content open() {
        return new Content();
    }

    /** The content for one try. The HTTP client does not close a stream that it has not read to its end. */
    final class Content implements AutoCloseable {

        /** Private, so that no other code can hold it. */
        private final Object lock = new Object();

        private final List<InputStream> opened = new ArrayList<>();
        private boolean closed;

        BodyPublisher publisher() {
            return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::stream), size);
        }

        /** Returns {@code null} if the file cannot be opened any more, which ends the exchange. */
        private InputStream stream() {
            synchronized (lock) {
                if (closed) {
                    return null;
                }
                try {
                    InputStream stream = new Guarded(content.get());
                    opened.add(stream);
                    return stream;
                } catch (RuntimeException e) {
                    LOG.log(Level.WARNING, "The recording of a run cannot be read for a remote server", e);
                    return null;
                }
            }
        }

        @Override
        public void close() {
            synchronized (lock) {
                closed = true;
                for (InputStream stream : opened) {
                    try {
                        stream.close();
                    } catch (IOException e) {
                        LOG.log(Level.FINE, "A recording could not be closed", e);
                    }
                }
            }
        }
    }

    /** A stream that one thread may close while another one reads it. */
    private static final class Guarded extends InputStream {

        private final Object lock = new Object();
        private final InputStream stream;
        private boolean closed;

        Guarded(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            synchronized (lock) {
                if (closed) {
                    throw new IOException("closed");
                }
                return stream.read(target, offset, length);
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (lock) {
                closed = true;
                stream.close();
            }
        }
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
