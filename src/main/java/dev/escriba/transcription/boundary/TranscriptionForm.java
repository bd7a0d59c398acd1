package dev.escriba.transcription.boundary;

import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.entity.Order;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.EntityPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads the parts of a request: names in any case, the first of its name counts, unknown ones are ignored, all errors come together. */
@ApplicationScoped
class TranscriptionForm {

    /** More bytes than any valid text part has; the rest of a longer one is not read. */
    private static final int MOST_TEXT_BYTES = 1 << 20;

    @Inject
    Uploads uploads;

    @Inject
    Validator validator;

    @Inject
    @ConfigProperty(name = "escriba.transcription.max-prompt-characters", defaultValue = "4096")
    int mostPromptCharacters;

    /** What was sent; the upload is the reader's to close. */
    record Received(Order order, Upload upload) {}

    /** @param parts {@code null} where the request has no body at all */
    Received read(List<EntityPart> parts, Culture culture) {
        Map<String, EntityPart> byName = new TreeMap<>();
        for (EntityPart part : parts == null ? List.<EntityPart>of() : parts) {
            byName.putIfAbsent(part.getName().toLowerCase(Locale.ROOT), part);
        }
        NewTranscription fields = new NewTranscription(
                text(byName.get("modelid")),
                text(byName.get("prompt")),
                text(byName.get("useridentifier")),
                text(byName.get("channel")));
        Map<String, Message> errors = new LinkedHashMap<>();
        Optional<Upload> upload = upload(byName.get("file"), errors);
        errors.putAll(fields.furtherErrors(mostPromptCharacters));
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

    private Optional<Upload> upload(EntityPart part, Map<String, Message> errors) {
        if (part == null) {
            errors.put("File", Message.of("file.missing"));
            return Optional.empty();
        }
        try (InputStream content = part.getContent()) {
            return Optional.of(uploads.receive(content, part.getFileName().orElse("")));
        } catch (Problem problem) {
            errors.putAll(problem.errors());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(EntityPart part) {
        if (part == null) {
            return null;
        }
        // always UTF-8: servers disagree about the charset of a part that names none
        try (InputStream content = part.getContent()) {
            return new String(content.readNBytes(MOST_TEXT_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
