package dev.escriba.media.control;

import dev.escriba.problem.entity.Problem;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** The samples of a WAV file, which needs no decoder. */
final class WaveAudio extends MixedAudio {

    private final WaveFrames frames;
    private final FrameReader resampled;
    private final boolean claimsAudio;

    private WaveAudio(WaveHeader header, WaveFrames frames, BlockMix mix, Duration maxDuration) {
        super(header.format().channels(), mix, maxDuration);
        this.frames = frames;
        int rate = (int) header.format().sampleRate();
        resampled = rate == SAMPLE_RATE
                ? frames
                : new Resampler(frames, header.format().channels(), rate);
        claimsAudio = hasAudio(header.claimed());
    }

    /**
     * Opens the file.
     *
     * @param mix makes the samples of this stream of those of the channels
     */
    static WaveAudio open(WaveHeader header, Path path, BlockMix mix, Duration maxDuration) {
        FileInputStream file = null;
        WaveAudio audio = null;
        try {
            // not a channel, because an interrupt would close that
            file = new FileInputStream(path.toFile());
            WaveFrames frames = new WaveFrames(header, new ChunkStream(file, header.chunks()));
            audio = new WaveAudio(header, frames, mix, maxDuration);
            return audio;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (audio == null && file != null) {
                close(file);
            }
        }
    }

    private static void close(FileInputStream file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    int readBlock(float[] target) {
        int read = resampled.read(target, BLOCK);
        if (read == 0 && !hasSamples() && claimsAudio) {
            throw fail(Problem.invalid("File", "file.undecodable"));
        }
        return read;
    }

    @Override
    boolean isClosed() {
        return frames.isClosed();
    }

    @Override
    public void close() {
        frames.close();
    }
}
