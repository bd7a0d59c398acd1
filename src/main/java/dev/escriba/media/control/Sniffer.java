package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Recognises the format of an upload by its content, and refuses formats that are not accepted. The name and the media
 * type of the upload do not matter.
 */
@ApplicationScoped
public class Sniffer {

    private static final int TS_PACKET = 188;
    private static final int TS_PACKETS = 5;

    @Inject
    @ConfigProperty(name = "escriba.media.formats", defaultValue = "mp3,mp4,mpeg,mpga,m4a,wav,webm")
    List<String> accepted;

    protected Sniffer() {}

    /**
     * For use without a container.
     *
     * @param accepted names of formats, as in the contract
     */
    public Sniffer(List<String> accepted) {
        this.accepted = accepted;
        check();
    }

    /**
     * Returns the format of an upload.
     *
     * @throws Problem 400 when the format is not accepted
     */
    public MediaFormat recognise(Upload upload) {
        return sniff(upload.path())
                .filter(format -> accepted.stream().anyMatch(format.names()::contains))
                .orElseThrow(() -> Problem.invalid("File", "file.not-supported", String.join(", ", accepted)));
    }

    /** Recognises any known format, accepted or not. Reads at most some hundred kilobytes of a file. */
    static Optional<MediaFormat> sniff(Path file) {
        try (Content content = new Content(file)) {
            return sniff(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<MediaFormat> sniff(Content content) throws IOException {
        String magic = content.word(0, 12);
        if (magic.matches("(?s)(RIFF|RIFX|RF64|BW64)....WAVE")) {
            return Optional.of(MediaFormat.WAV);
        }
        if (magic.startsWith("\u001AE\u00DF\u00A3")) {
            return Ebml.docType(content).filter("webm"::equals).map(type -> MediaFormat.WEBM);
        }
        if (magic.startsWith("\0\0\1\u00BA")) {
            return Optional.of(MediaFormat.MPEG);
        }
        if (magic.startsWith("OggS")) {
            return Optional.of(MediaFormat.OGG);
        }
        if (content.word(MpegAudio.behindTags(content), 4).equals("fLaC")) {
            return Optional.of(MediaFormat.FLAC);
        }
        if (Mp4.recognise(content)) {
            return Optional.of(MediaFormat.MP4);
        }
        return isTransportStream(content) ? Optional.of(MediaFormat.MPEG_TS) : MpegAudio.recognise(content);
    }

    private static boolean isTransportStream(Content content) throws IOException {
        for (int packet = 0; packet < TS_PACKETS; packet++) {
            if (!content.word((long) packet * TS_PACKET, 1).equals("G")) {
                return false;
            }
        }
        return true;
    }

    @PostConstruct
    private void check() {
        Set<String> known = Arrays.stream(MediaFormat.values())
                .flatMap(format -> format.names().stream())
                .collect(Collectors.toSet());
        if (accepted.isEmpty() || !known.containsAll(accepted)) {
            throw new WrongSetting(
                    "escriba.media.formats",
                    String.join(",", accepted),
                    "Set it to some of " + String.join(", ", new TreeSet<>(known)) + ".");
        }
    }

    /** A wrong configuration shows when the service starts, not with its first request. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}
}
