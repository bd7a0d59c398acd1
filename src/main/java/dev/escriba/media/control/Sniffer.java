package dev.escriba.media.control;

import dev.escriba.media.entity.MediaFormat;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Recognises the format of an upload by its content, and refuses formats that are not accepted. The name and the media
 * type of the upload do not matter.
 */
@ApplicationScoped
public class Sniffer {

    private static final int TS_PACKET = 188;
    private static final int TS_PACKETS = 5;

    private List<String> accepted;

    protected Sniffer() {}

    @Inject
    public Sniffer(MediaSettings settings) {
        accepted = settings.formats();
    }

    /**
     * Returns the format of an upload.
     *
     * @throws Problem 400 when the format is not accepted, or an MP4 is encrypted
     */
    public MediaFormat recognise(Upload upload) {
        List<String> names = upload.formats().isEmpty() ? accepted : upload.formats();
        MediaFormat format = sniff(upload.path())
                .orElseThrow(() -> Problem.invalid("File", "file.not-supported", String.join(", ", names)));
        if (names.stream().noneMatch(format.names()::contains)) {
            throw Problem.invalid("File", "file.not-accepted", format.name(), String.join(", ", names));
        }
        if (format.hasBoxes()) {
            HiddenBoxes.refuse(upload);
        }
        return format;
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
        Optional<MediaFormat> boxes = Mp4.recognise(content);
        if (boxes.isPresent()) {
            return boxes;
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
}
