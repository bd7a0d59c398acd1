package dev.escriba.transcription.control;

import dev.escriba.media.control.AudioStore;
import dev.escriba.media.control.KeptAudio;
import dev.escriba.media.control.KeptChannels;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.OpenRecording;
import dev.escriba.media.entity.ChannelContents;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.speech.control.AudioSource;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The audio of a run. It is decoded while it is read, unless it was decoded and kept before. The run closes it, which
 * deletes what is kept, and ends a decoder that no reader has taken.
 */
public final class RunAudio implements AudioSource, AutoCloseable {

    private final MediaDecoder decoder;
    private final AudioStore store;
    private final OpenRecording opened;

    private KeptAudio kept;
    private KeptAudio keptChannels;
    private UnaryOperator<PcmStream> listener = UnaryOperator.identity();

    /** Audio that is not decoded yet. */
    public RunAudio(MediaDecoder decoder, AudioStore store, OpenRecording opened) {
        this.decoder = decoder;
        this.store = store;
        this.opened = opened;
    }

    /**
     * Decodes the recording to its end and keeps it. Its decoder has ended when this method returns.
     *
     * @param watch the stream of the decoder is read through this
     * @return the exact length, whatever the header claims
     * @throws dev.escriba.problem.entity.Problem as decoding does; 503 where there is no room
     * @throws InterruptedException when the thread is interrupted
     */
    Duration keep(UnaryOperator<PcmStream> watch) throws InterruptedException {
        if (kept == null) {
            kept = store.keep(
                    watch.apply(decoder.decode(opened)),
                    opened.recording().upload().account());
        }
        return kept.length();
    }

    /**
     * Decodes the recording to its end to find its channels, and keeps them where they have to be recognised one by one
     * and there is room. Its decoder has ended when this method returns.
     *
     * @param watch the stream of the decoder is read through this
     * @throws dev.escriba.problem.entity.Problem as decoding does; 400 where too many channels differ
     * @throws InterruptedException when the thread is interrupted
     */
    ChannelContents channels(UnaryOperator<PcmStream> watch) throws InterruptedException {
        KeptChannels decoded = store.channels(decoder, opened, watch);
        keptChannels = decoded.audio().orElse(null);
        return decoded.contents();
    }

    /**
     * Decodes the recording to its end and keeps nothing. Its decoder has ended when this method returns.
     *
     * @param watch the stream of the decoder is read through this
     * @return the exact length
     * @throws dev.escriba.problem.entity.Problem as decoding does
     * @throws InterruptedException when the thread is interrupted
     */
    Duration measure(UnaryOperator<PcmStream> watch) throws InterruptedException {
        return decoder.length(opened, watch);
    }

    /** Passes the streams that are opened from now on through a listener. */
    public void listen(UnaryOperator<PcmStream> added) {
        listener = added;
    }

    /** One channel; it is decoded again unless it is kept. */
    PcmStream open(int channel) {
        return listener.apply(keptChannels == null ? decoder.decode(opened, channel) : keptChannels.open(channel));
    }

    @Override
    public PcmStream open() {
        return listener.apply(kept == null ? decoder.decode(opened) : kept.open());
    }

    @Override
    public void close() {
        opened.close();
        if (kept != null) {
            kept.close();
        }
        if (keptChannels != null) {
            keptChannels.close();
        }
    }
}
