package dev.escriba.openai.control;

import dev.escriba.media.entity.MediaFormat;
import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The configuration of the component.
 *
 * @param modelAliases names that mean the default model
 * @param formats that are accepted, by their usual file extensions
 */
@Settings
public record OpenAiSettings(List<String> modelAliases, List<String> formats) {

    private static final String MODEL_ALIASES = "escriba.openai.model-aliases";
    private static final String FORMATS = "escriba.openai.formats";

    public OpenAiSettings {
        modelAliases = List.copyOf(modelAliases);
        formats = List.copyOf(formats);
    }

    public static OpenAiSettings read(SettingsReader settings) {
        List<String> aliases = settings.list(
                MODEL_ALIASES,
                "whisper-1,gpt-transcribe,gpt-4o-transcribe,gpt-4o-mini-transcribe,"
                        + "gpt-4o-mini-transcribe-2025-12-15,gpt-4o-transcribe-diarize");
        return new OpenAiSettings(aliases, formats(settings));
    }

    private static List<String> formats(SettingsReader settings) {
        Set<String> known = Arrays.stream(MediaFormat.values())
                .flatMap(format -> format.names().stream())
                .collect(Collectors.toSet());
        List<String> formats = settings.list(FORMATS, "flac,mp3,mp4,mpeg,mpga,m4a,ogg,wav,webm");
        if (formats.isEmpty() || !known.containsAll(formats)) {
            settings.refuse(
                    FORMATS,
                    String.join(",", formats),
                    "Set it to some of " + String.join(", ", new TreeSet<>(known)) + ".");
        }
        return formats;
    }
}
