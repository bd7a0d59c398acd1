package dev.escriba.transcription.boundary;

import dev.escriba.culture.entity.Culture;
import dev.escriba.culture.entity.Message;
import dev.escriba.culture.entity.VisibleText;
import dev.escriba.transcription.entity.TranscriptionCommand;
import dev.escriba.transcription.entity.TranscriptionOptions;
import dev.escriba.web.control.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The text parts of a request, unchanged; {@code null} or blank where the caller sent none. */
record NewTranscription(
        String modelId,
        String prompt,

        @MaxCodePoints(TranscriptionCommand.MAX_USER_IDENTIFIER_CHARACTERS)
        String userIdentifier,

        @MaxCodePoints(TranscriptionCommand.MAX_CHANNEL_CHARACTERS)
        String channel,

        String channels) {

    private static final String SEPARATE = "separate";
    private static final Set<String> CHANNELS = Set.of(SEPARATE, "mixed");

    /** The name of a field in the contract, by the name of the record component. */
    static String field(String component) {
        return component.substring(0, 1).toUpperCase(Locale.ROOT) + component.substring(1);
    }

    /** Checks what the constraints cannot express: the form of the model id, and the configured limit of the prompt. */
    Map<String, Message> furtherErrors(int mostPromptCharacters) {
        Map<String, Message> errors = new LinkedHashMap<>();
        if (!isBlank(modelId) && uuid().isEmpty()) {
            errors.put("ModelId", Message.of("model-id.invalid"));
        }
        if (prompt != null && prompt.codePointCount(0, prompt.length()) > mostPromptCharacters) {
            errors.put("Prompt", Message.of("text.too-long", mostPromptCharacters));
        }
        if (prompt != null && !VisibleText.isLines(prompt)) {
            errors.putIfAbsent("Prompt", Message.of("text.control-characters"));
        }
        if (!isBlank(channels) && !CHANNELS.contains(channels.strip())) {
            errors.put("Channels", Message.of("parameter.choice", "separate, mixed"));
        }
        refuseHidden("UserIdentifier", userIdentifier, errors);
        refuseHidden("Channel", channel, errors);
        return errors;
    }

    private static void refuseHidden(String field, String text, Map<String, Message> errors) {
        if (text != null) {
            VisibleText.faultOfName(text).ifPresent(fault -> errors.putIfAbsent(field, fault));
        }
    }

    TranscriptionCommand command(Culture culture) {
        return new TranscriptionCommand(
                uuid(),
                isBlank(prompt) ? "" : prompt.strip(),
                name(userIdentifier),
                name(channel),
                culture,
                Optional.empty(),
                options());
    }

    /** Blanks around a name are no part of it, as below {@code /v1}: with them it would be another user. */
    private static Optional<String> name(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(name -> !name.isEmpty());
    }

    private TranscriptionOptions options() {
        boolean separate = channels != null && channels.strip().equals(SEPARATE);
        return separate ? new TranscriptionOptions(Set.of(), List.of(), false, true) : TranscriptionOptions.NONE;
    }

    private Optional<UUID> uuid() {
        return Optional.ofNullable(modelId).map(String::strip).flatMap(Parameters::pathId);
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
