package dev.escriba.openai.boundary;

import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.openai.control.OpenAiSettings;
import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.web.control.MultipartBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Reads the form of a request for audio. Of several files the first counts. */
@ApplicationScoped
class AudioForm {

    /** Keywords are one part each. */
    private static final int MAX_PARTS = 1024;

    /** Of all text together; no field needs more. */
    private static final int MAX_TEXT_BYTES = TranscriptionSettings.MAX_TEXT_BYTES;

    /** A field with recordings as text. It is refused, so its beginning is enough. */
    private static final String REFERENCES = "known_speaker_references";

    private static final int REFERENCE_BYTES = 64;
    private static final String FILE = "file";

    @Inject
    Uploads uploads;

    @Inject
    OpenAiSettings settings;

    /** The content of a form. The caller of {@link #read} closes the upload. */
    record Received(Fields fields, Upload upload) {}

    /**
     * Reads a form to its end.
     *
     * @param contentType {@code null} where the request has no body
     * @throws Problem 400 without a file, with one that is empty or too large, or with too much text
     */
    Received read(InputStream content, String contentType) {
        if (contentType == null) {
            throw Problem.invalid(FILE, "file.missing");
        }
        MultipartBody body = MultipartBody.of(content, contentType, MAX_PARTS);
        Parts parts = new Parts();
        boolean complete = false;
        try {
            for (Optional<MultipartBody.Part> part = body.next(); part.isPresent(); part = body.next()) {
                take(part.get(), parts);
            }
            if (parts.problem.isPresent()) {
                throw parts.problem.get();
            }
            Upload upload = parts.upload.orElseThrow(() -> Problem.invalid(FILE, "file.missing"));
            complete = true;
            return new Received(parts.fields, upload.accepting(settings.formats()));
        } catch (IOException e) {
            // a file that is too large makes a body that is too large
            throw parts.problem.<RuntimeException>map(refused -> refused).orElseGet(() -> new UncheckedIOException(e));
        } finally {
            if (!complete) {
                parts.upload.ifPresent(Upload::close);
            }
            body.discard();
        }
    }

    /** The parts that have been read so far. */
    private static final class Parts {

        private final Fields fields = new Fields(AudioFields.NAMES);
        private int textBytes;
        private Optional<Upload> upload = Optional.empty();
        private Optional<Problem> problem = Optional.empty();
    }

    private void take(MultipartBody.Part part, Parts parts) throws IOException {
        String name = part.name().orElse("");
        if (!name.equals(FILE)) {
            text(name, part, parts);
        } else if (parts.upload.isEmpty() && parts.problem.isEmpty()) {
            try {
                parts.upload = Optional.of(
                        uploads.receive(part.content(), part.fileName().orElse("")));
            } catch (Problem refused) {
                if (refused.errors().isEmpty()) {
                    throw refused;
                }
                // the rest of the form is read, so that the client reads the answer
                parts.problem = Optional.of(refused);
            }
        }
    }

    /** Keeps the text of a known field. The reader of the next part skips the rest of this one. */
    private static void text(String name, MultipartBody.Part part, Parts parts) throws IOException {
        if (!parts.fields.knows(name)) {
            return;
        }
        int most = name.startsWith(REFERENCES) ? REFERENCE_BYTES : MAX_TEXT_BYTES - parts.textBytes + 1;
        byte[] text = part.content().readNBytes(most);
        parts.textBytes += text.length;
        if (parts.textBytes > MAX_TEXT_BYTES) {
            throw Problem.of(400, "form.text-too-large", String.valueOf(MAX_TEXT_BYTES));
        }
        parts.fields.add(
                name, part.text(text, text.length < most).orElseThrow(() -> Problem.invalid(name, "text.encoding")));
    }
}
