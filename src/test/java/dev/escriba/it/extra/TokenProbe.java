package dev.escriba.it.extra;

import dev.escriba.media.control.Ffmpeg;
import dev.escriba.media.control.MediaProbe;
import dev.escriba.media.control.MediaSettings;
import dev.escriba.media.control.Sniffer;
import dev.escriba.media.entity.ChannelLayout;
import dev.escriba.media.entity.MediaFacts;
import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Recording;
import dev.escriba.media.entity.Upload;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Optional;

/** Probes recordings as usual. It answers for a {@link Token} without ffmpeg. */
@Alternative
@Priority(Interceptor.Priority.APPLICATION)
@ApplicationScoped
public class TokenProbe extends MediaProbe {

    protected TokenProbe() {}

    @Inject
    public TokenProbe(Sniffer sniffer, Ffmpeg ffmpeg, MediaSettings settings) {
        super(sniffer, ffmpeg, settings);
    }

    @Override
    public Recording probe(Upload upload) {
        return Token.is(upload)
                ? new Recording(
                        upload,
                        new MediaFacts(
                                MediaFormat.WAV,
                                0,
                                "pcm_s16le",
                                16_000,
                                ChannelLayout.MONO,
                                Optional.of(Duration.ofSeconds(1))))
                : super.probe(upload);
    }
}
