package dev.escriba.models.control;

import dev.escriba.culture.entity.VisibleText;
import dev.escriba.models.entity.AiModel;
import dev.escriba.models.entity.CatalogueEntry;
import dev.escriba.models.entity.ModelLimits;
import dev.escriba.models.entity.RemoteAddress;
import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.control.SpeltSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the remote models of the configuration: {@code escriba.models.catalogue.<uuid>.<property>}. */
final class ConfiguredModels {

    private static final String NAME = "name";
    private static final String PROVIDER = "provider";
    private static final String LANGUAGES = "languages";
    private static final String LICENCE = "licence";
    private static final String UPSTREAM = "upstream";
    private static final String UPSTREAM_MODEL = "upstream-model";
    private static final String MAX_AUDIO_SECONDS = "max-audio-seconds";
    private static final String MAX_TOKENS_PER_MINUTE = "max-tokens-per-minute";
    private static final String ENABLED = "enabled";
    private static final String DEFAULT = "default";
    private static final String FALLBACK = "fallback";

    private static final List<String> ALL = List.of(
            NAME,
            PROVIDER,
            LANGUAGES,
            LICENCE,
            UPSTREAM,
            UPSTREAM_MODEL,
            MAX_AUDIO_SECONDS,
            MAX_TOKENS_PER_MINUTE,
            ENABLED,
            DEFAULT,
            FALLBACK);

    private static final Pattern PLAIN = Pattern.compile(
            SettingsReader.plain(ModelSettings.CATALOGUE) + "([0-9A-F]{8}(?:_[0-9A-F]{4}){3}_[0-9A-F]{12})_([A-Z_]+)");

    private static final String FORM = "The name of a setting of a remote model is " + ModelSettings.CATALOGUE
            + ", a UUID of 36 characters, a dot and one of: " + String.join(", ", ALL) + ".";

    private static final String FIT =
            "a text of at most %d characters, without control characters, invisible ones and other spaces than U+0020.";

    private final SettingsReader settings;
    private final Map<UUID, Map<String, String>> keys = new TreeMap<>();

    private ConfiguredModels(SettingsReader settings) {
        this.settings = settings;
    }

    static List<AiModel> read(SettingsReader settings) {
        ConfiguredModels reader = new ConfiguredModels(settings);
        settings.below(ModelSettings.CATALOGUE).forEach(reader::add);
        List<AiModel> models = new ArrayList<>();
        reader.keys.keySet().forEach(id -> reader.model(id).ifPresent(models::add));
        return models;
    }

    private void add(SpeltSetting setting) {
        Matcher name = PLAIN.matcher(setting.plain());
        Optional<String> property = name.matches()
                ? ALL.stream()
                        .filter(one -> SettingsReader.plain(one).equals(name.group(2)))
                        .findFirst()
                : Optional.empty();
        if (property.isEmpty()) {
            settings.refuse(setting.key(), setting.value(), FORM);
            return;
        }
        keys.computeIfAbsent(UUID.fromString(name.group(1).replace('_', '-')), id -> new TreeMap<>())
                .put(property.get(), setting.key());
    }

    private String key(UUID id, String property) {
        return keys.get(id).getOrDefault(property, ModelSettings.CATALOGUE + id + "." + property);
    }

    /** Empty if a property is missing. The reader of the settings then has the error. */
    private Optional<AiModel> model(UUID id) {
        Optional<String> name = required(id, NAME);
        Optional<String> upstream = required(id, UPSTREAM, CatalogueEntry.MAX_UPSTREAM_CHARACTERS);
        Optional<String> model = required(id, UPSTREAM_MODEL);
        List<String> languages = settings.list(key(id, LANGUAGES)).stream()
                .map(language -> language.toLowerCase(Locale.ROOT))
                .toList();
        if (languages.isEmpty()
                || languages.size() > CatalogueEntry.MAX_LANGUAGES
                || languages.stream().anyMatch(language -> !language.matches("[a-z]{2}"))) {
            settings.refuse(
                    key(id, LANGUAGES),
                    String.join(",", languages),
                    "Set it to the ISO 639-1 codes of the languages that the model knows, such as en,es.");
        }
        AiModel read = new AiModel(
                id,
                name.orElse(""),
                optional(id, PROVIDER, CatalogueEntry.MAX_NAME_CHARACTERS).orElse(upstream.orElse("")),
                AiModel.REMOTE,
                languages.stream().distinct().toList(),
                settings.flag(key(id, DEFAULT), "false"),
                optional(id, LICENCE, CatalogueEntry.MAX_LICENCE_CHARACTERS).orElse("proprietary"),
                Optional.empty(),
                false,
                Optional.of(new RemoteAddress(upstream.orElse("").toLowerCase(Locale.ROOT), model.orElse(""))),
                new ModelLimits(
                        settings.integer(key(id, MAX_AUDIO_SECONDS), 1, ModelLimits.MAX_AUDIO_SECONDS),
                        settings.integer(key(id, MAX_TOKENS_PER_MINUTE), 1, ModelLimits.MAX_TOKENS_PER_MINUTE)),
                settings.flag(key(id, ENABLED), "true"),
                fallback(id));
        return name.isPresent() && upstream.isPresent() && model.isPresent() ? Optional.of(read) : Optional.empty();
    }

    private Optional<String> required(UUID id, String property) {
        return required(id, property, CatalogueEntry.MAX_NAME_CHARACTERS);
    }

    private Optional<String> required(UUID id, String property, int most) {
        String key = key(id, property);
        Optional<String> value = settings.text(key);
        if (value.filter(text -> isFit(text, most)).isEmpty()) {
            settings.refuse(key, value.orElse(""), "A remote model needs it: set it to " + String.format(FIT, most));
            return Optional.empty();
        }
        return value;
    }

    private Optional<String> optional(UUID id, String property, int most) {
        String key = key(id, property);
        Optional<String> value = settings.text(key);
        if (value.filter(text -> !isFit(text, most)).isPresent()) {
            settings.refuse(key, value.get(), "Set it to " + String.format(FIT, most));
            return Optional.empty();
        }
        return value;
    }

    /** The API refuses other texts too. */
    private static boolean isFit(String text, int most) {
        return text.length() <= most && VisibleText.faultOfName(text).isEmpty();
    }

    private List<UUID> fallback(UUID id) {
        String key = key(id, FALLBACK);
        List<String> written = settings.list(key);
        try {
            if (written.size() > CatalogueEntry.MAX_FALLBACKS) {
                throw new IllegalArgumentException("too many");
            }
            return written.stream().map(UUID::fromString).distinct().toList();
        } catch (IllegalArgumentException e) {
            settings.refuse(
                    key,
                    String.join(",", written),
                    "Set it to the ids of at most " + CatalogueEntry.MAX_FALLBACKS + " other models.");
            return List.of();
        }
    }
}
