package dev.escriba.it.extra;

import dev.escriba.media.control.Ffmpeg;
import dev.escriba.media.control.MediaDecoder;
import dev.escriba.media.control.MediaSettings;
import dev.escriba.media.entity.PcmStream;
import dev.escriba.media.entity.Recording;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/** Decodes recordings as usual, and a {@link Token} into a second of silence. */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
public class TokenDecoder extends MediaDecoder {

    protected TokenDecoder() {}

    @Inject
    public TokenDecoder(Ffmpeg ffmpeg, MediaSettings settings) {
        super(ffmpeg, settings);
    }

    @Override
    public PcmStream decode(Recording recording) {
        return Token.is(recording.upload()) ? new Second() : super.decode(recording);
    }

    private static final class Second implements PcmStream {

        private int left = SAMPLE_RATE;

        @Override
        public int read(float[] target, int offset, int length) {
            int samples = Math.min(left, length);
            left -= samples;
            return samples == 0 ? -1 : samples;
        }

        @Override
        public void close() {}
    }
}
