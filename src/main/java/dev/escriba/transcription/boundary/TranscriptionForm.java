package dev.escriba.transcription.boundary;

import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.web.control.MultipartBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the parts of a multipart request. The case of part names does not matter. Of several parts with one name the
 * first counts. Unknown parts are ignored. All errors are reported together.
 */
@ApplicationScoped
class TranscriptionForm {

    private static final Set<String> TEXTS = Set.of("modelid", "prompt", "useridentifier", "channel", "channels");

    @Inject
    Uploads uploads;

    @Inject
    Validator validator;

    @Inject
    TranscriptionSettings settings;

    /** The content of a request. The caller of {@link #read} closes the upload. */
    record Received(TranscriptionCommand command, Upload upload) {}

    /**
     * Reads a request to its end.
     *
     * @param contentType {@code null} where the request has no body
     */
    Received read(InputStream content, String contentType, Culture culture) {
        if (contentType == null) {
            return received(new Parts(), culture);
        }
        MultipartBody body = MultipartBody.of(content, contentType);
        Parts parts = new Parts();
        boolean complete = false;
        try {
            for (Optional<MultipartBody.Part> part = body.next(); part.isPresent(); part = body.next()) {
                take(part.get(), parts);
            }
            complete = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!complete) {
                parts.upload.ifPresent(Upload::close);
            }
            body.discard();
        }
        return received(parts, culture);
    }

    /** The parts that have been read so far, by their names in lower case. */
    private static final class Parts {

        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Message> errors = new LinkedHashMap<>();
        private Optional<Upload> upload = Optional.empty();
    }

    private void take(MultipartBody.Part part, Parts parts) throws IOException {
        String name = part.name().orElse("").toLowerCase(Locale.ROOT);
        if (name.equals("file")) {
            if (parts.upload.isEmpty() && parts.errors.isEmpty()) {
                receive(part, parts);
            }
        } else if (TEXTS.contains(name) && !parts.texts.containsKey(name)) {
            // the rest of a longer one is not read
            byte[] text = part.content().readNBytes(TranscriptionSettings.MAX_TEXT_BYTES);
            parts.texts.put(name, new String(text, StandardCharsets.UTF_8));
        }
    }

    private void receive(MultipartBody.Part part, Parts parts) {
        try {
            parts.upload =
                    Optional.of(uploads.receive(part.content(), part.fileName().orElse("")));
        } catch (Problem problem) {
            if (problem.errors().isEmpty()) {
                throw problem;
            }
            parts.errors.putAll(problem.errors());
        }
    }

    private Received received(Parts parts, Culture culture) {
        Optional<Upload> upload = parts.upload;
        Map<String, Message> errors = parts.errors;
        if (upload.isEmpty() && errors.isEmpty()) {
            errors.put("File", Message.of("file.missing"));
        }
        NewTranscription fields = new NewTranscription(
                parts.texts.get("modelid"),
                parts.texts.get("prompt"),
                parts.texts.get("useridentifier"),
                parts.texts.get("channel"),
                parts.texts.get("channels"));
        errors.putAll(errors(fields));
        if (!errors.isEmpty()) {
            upload.ifPresent(Upload::close);
            throw Problem.invalid(errors);
        }
        return new Received(fields.command(culture), upload.orElseThrow());
    }

    /** The errors of the texts, by the names of the contract. */
    Map<String, Message> errors(NewTranscription fields) {
        Map<String, Message> errors = fields.furtherErrors(settings.maxPromptCharacters());
        for (ConstraintViolation<NewTranscription> violation : validator.validate(fields)) {
            Object limit = violation.getConstraintDescriptor().getAttributes().get("value");
            errors.put(
                    NewTranscription.field(violation.getPropertyPath().toString()),
                    Message.of(violation.getMessageTemplate(), limit));
        }
        return errors;
    }
}
