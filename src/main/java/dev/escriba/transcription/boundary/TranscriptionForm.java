package dev.escriba.transcription.boundary;

import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.control.Problems;
import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.control.TranscriptionSettings;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.web.control.MultipartBody;
import dev.escriba.web.control.RequestBody;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the parts of a multipart request. The case of part names does not matter. Of several parts with one name the
 * first counts. Unknown parts are ignored. Each part has its own limit. All errors are reported together.
 */
@ApplicationScoped
class TranscriptionForm {

    /** The names of the texts in the contract, by their names in lower case. */
    private static final Map<String, String> TEXTS = Stream.of(
                    "ModelId", "Prompt", "UserIdentifier", "Channel", "Channels")
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), name -> name));

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
            requireNoOther(e, parts);
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
        private boolean hasFile;
    }

    private void take(MultipartBody.Part part, Parts parts) throws IOException {
        String name = part.name().orElse("").toLowerCase(Locale.ROOT);
        if (name.equals("file")) {
            if (!parts.hasFile) {
                parts.hasFile = true;
                receive(part, parts);
            }
        } else if (TEXTS.containsKey(name) && !parts.texts.containsKey(name)) {
            Optional<String> text = part.text(TranscriptionSettings.MAX_TEXT_BYTES);
            if (text.isEmpty()) {
                parts.errors.put(TEXTS.get(name), Message.of("text.encoding"));
            }
            // a later part of the same name does not count, whatever this one holds
            parts.texts.put(name, text.orElse(null));
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

    /**
     * A body over the limit is refused for what is known to be wrong with it: the part that is too large, in most
     * cases.
     *
     * @throws Problem 400 if something is
     */
    private void requireNoOther(IOException refused, Parts parts) {
        boolean tooLarge = Problems.in(refused)
                .filter(problem -> problem.kind().equals(RequestBody.OVER_LIMIT))
                .isPresent();
        Map<String, Message> errors = errors(parts);
        if (tooLarge && !errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    private Received received(Parts parts, Culture culture) {
        if (!parts.hasFile) {
            parts.errors.put("File", Message.of("file.missing"));
        }
        Map<String, Message> errors = errors(parts);
        if (!errors.isEmpty()) {
            parts.upload.ifPresent(Upload::close);
            throw Problem.invalid(errors);
        }
        return new Received(fields(parts).command(culture), parts.upload.orElseThrow());
    }

    private Map<String, Message> errors(Parts parts) {
        Map<String, Message> errors = new LinkedHashMap<>(parts.errors);
        errors(fields(parts)).forEach(errors::putIfAbsent);
        return errors;
    }

    private static NewTranscription fields(Parts parts) {
        return new NewTranscription(
                parts.texts.get("modelid"),
                parts.texts.get("prompt"),
                parts.texts.get("useridentifier"),
                parts.texts.get("channel"),
                parts.texts.get("channels"));
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
