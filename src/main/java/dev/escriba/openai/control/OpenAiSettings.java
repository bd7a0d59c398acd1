package dev.escriba.openai.control;

import dev.escriba.media.control.AcceptedFormats;
import dev.escriba.settings.control.Settings;
import dev.escriba.settings.control.SettingsReader;
import java.util.List;

/**
 * The configuration of the component.
 *
 * @param modelAliases names that mean the default model
 * @param formats that are accepted, by their usual file extensions
 */
@Settings
public record OpenAiSettings(List<String> modelAliases, List<String> formats) {

    private static final String MODEL_ALIASES = "escriba.openai.model-aliases";

    public OpenAiSettings {
        modelAliases = List.copyOf(modelAliases);
        formats = List.copyOf(formats);
    }

    public static OpenAiSettings read(SettingsReader settings) {
        List<String> aliases = settings.list(
                MODEL_ALIASES,
                "whisper-1,gpt-transcribe,gpt-4o-transcribe,gpt-4o-mini-transcribe,"
                        + "gpt-4o-mini-transcribe-2025-12-15,gpt-4o-transcribe-diarize");
        return new OpenAiSettings(
                aliases,
                AcceptedFormats.read(settings, "escriba.openai.formats", "flac,mp3,mp4,mpeg,mpga,m4a,ogg,wav,webm"));
    }
}
