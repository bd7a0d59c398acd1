package dev.escriba.transcription.boundary;

import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import dev.escriba.problem.entity.Problem;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.web.control.JsonForm;
import dev.escriba.web.control.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads the JSON body of a request to transcribe a stored file. The case of names does not matter. An unknown name is
 * an error. All errors are reported together, by the names of the contract.
 */
@ApplicationScoped
class FileTranscriptionForm {

    static final String FILE_ID = "FileId";
    private static final Set<String> FIELDS = Set.of("ModelId", FILE_ID, "Prompt", "UserIdentifier", "Channel");
    private static final Pattern JSON = Pattern.compile("(application|text)/json|application/[^\\s;/]+\\+json");

    @Inject
    TranscriptionForm texts;

    /** The content of a request. */
    record Received(UUID fileId, TranscriptionCommand command) {}

    /**
     * Reads a request.
     *
     * @param contentType {@code null} where the request has no body
     * @throws Problem 415 where the body is not JSON
     */
    Received read(InputStream content, String contentType, Culture culture) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!JSON.matcher(type).matches()) {
            throw Problem.of(415, "problem.415");
        }
        JsonForm form = JsonForm.ofAnyCase(content, FIELDS);
        Optional<UUID> fileId = form.optionalText(FILE_ID).flatMap(Parameters::pathId);
        if (fileId.isEmpty()) {
            form.wrong(FILE_ID, Message.of(form.has(FILE_ID) ? "parameter.uuid" : "json.required"));
        }
        NewTranscription fields = new NewTranscription(
                form.optionalText("ModelId").orElse(null),
                form.optionalText("Prompt").orElse(null),
                form.optionalText("UserIdentifier").orElse(null),
                form.optionalText("Channel").orElse(null),
                null);
        texts.errors(fields).forEach(form::wrong);
        form.check();
        return new Received(fileId.orElseThrow(), fields.command(culture));
    }
}
