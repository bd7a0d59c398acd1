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

/** Reads the parts of a request: names in any case, the first of its name counts, unknown ones are ignored, all errors come together. */
@ApplicationScoped
class TranscriptionForm {

    private static final Set<String> TEXTS = Set.of("modelid", "prompt", "useridentifier", "channel");

    @Inject
    Uploads uploads;

    @Inject
    Validator validator;

    @Inject
    TranscriptionSettings settings;

    /** What was sent; the upload is the reader's to close. */
    record Received(TranscriptionCommand order, Upload upload) {}

    /**
     * Reads a request to its end.
     *
     * @param contentType {@code null} where the request says nothing of a body
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

    /** What has come so far, by the name of the part in lower case. */
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
                parts.texts.get("channel"));
        errors.putAll(fields.furtherErrors(settings.maxPromptCharacters()));
        for (ConstraintViolation<NewTranscription> violation : validator.validate(fields)) {
            Object limit = violation.getConstraintDescriptor().getAttributes().get("value");
            errors.put(
                    NewTranscription.field(violation.getPropertyPath().toString()),
                    Message.of(violation.getMessageTemplate(), limit));
        }
        if (!errors.isEmpty()) {
            upload.ifPresent(Upload::close);
            throw Problem.invalid(errors);
        }
        return new Received(fields.order(culture), upload.orElseThrow());
    }
}
