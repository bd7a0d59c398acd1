package dev.escriba.transcription.boundary;

import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import dev.escriba.media.control.Uploads;
import dev.escriba.media.entity.Upload;
import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.entity.Order;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.EntityPart;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
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

    @PostConstruct
    void check() {
        if (mostPromptCharacters < 0 || mostPromptCharacters > MOST_TEXT_BYTES / 4) {
            throw new IllegalArgumentException("escriba.transcription.max-prompt-characters must be within 0 and "
                    + MOST_TEXT_BYTES / 4 + ", not " + mostPromptCharacters);
        }
    }

    /** Has the configuration checked when the application starts. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {}

    /** What was sent; the upload is the reader's to close. */
    record Received(Order order, Upload upload) {}

    /** @param parts {@code null} where the request has no body at all */
    Received read(List<EntityPart> parts, Culture culture) {
        List<EntityPart> all = parts == null ? List.of() : parts;
        try {
            return readNamed(all, culture);
        } finally {
            all.forEach(TranscriptionForm::discard);
        }
    }

    private Received readNamed(List<EntityPart> parts, Culture culture) {
        Map<String, EntityPart> byName = new TreeMap<>();
        for (EntityPart part : parts) {
            name(part).ifPresent(name -> byName.putIfAbsent(name.toLowerCase(Locale.ROOT), part));
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
        try (InputStream content = content(part)) {
            return Optional.of(uploads.receive(content, part.getFileName().orElse("")));
        } catch (Problem problem) {
            if (problem.errors().isEmpty()) {
                throw problem;
            }
            errors.putAll(problem.errors());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What nobody has read would lie in the server's temporary directory until it collects its garbage; a recording may be in it. */
    private static void discard(EntityPart part) {
        try (InputStream content = part.getContent()) {
            content.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | RuntimeException read) {
            // and gone
        }
    }

    /** A part without a name is as good as unknown; some stacks throw where it has none. */
    private static Optional<String> name(EntityPart part) {
        try {
            return Optional.ofNullable(part.getName());
        } catch (RuntimeException nameless) {
            return Optional.empty();
        }
    }

    /** The content, read ahead by a byte: a transfer encoding that is unknown or broken shows at the first read. */
    private static InputStream content(EntityPart part) {
        try {
            PushbackInputStream content = new PushbackInputStream(part.getContent());
            int first = content.read();
            if (first >= 0) {
                content.unread(first);
            }
            return content;
        } catch (IOException | RuntimeException unreadable) {
            throw malformed(unreadable);
        }
    }

    private static Problem malformed(Exception cause) {
        Problem problem = Problem.of(400, "problem.400");
        problem.initCause(cause);
        return problem;
    }

    private static String text(EntityPart part) {
        if (part == null) {
            return null;
        }
        // always UTF-8: servers disagree about the charset of a part that names none
        try (InputStream content = part.getContent()) {
            return new String(content.readNBytes(MOST_TEXT_BYTES), StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException unreadable) {
            throw malformed(unreadable);
        }
    }
}
