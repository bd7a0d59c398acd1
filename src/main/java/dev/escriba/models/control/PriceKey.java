package dev.escriba.models.control;

import dev.escriba.settings.control.SettingsReader;
import dev.escriba.settings.control.SpeltSetting;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The model and the part of its price that a configuration key names. */
record PriceKey(UUID model, Part part) {

    /** The parts of a price. */
    enum Part {
        PER_MINUTE("per-minute"),
        PER_MILLION_PROMPT_TOKENS("per-million-prompt-tokens"),
        PER_MILLION_COMPLETION_TOKENS("per-million-completion-tokens");

        /** The last word of the key. */
        private final String word;

        Part(String word) {
            this.word = word;
        }
    }

    private static final String PARTS =
            Arrays.stream(Part.values()).map(part -> part.word).collect(Collectors.joining(", "));

    /** The remedy for a name that names no price. */
    static final String FORM = "The name of a price is " + ModelSettings.PRICES
            + ", the id of a model (a UUID of 36 characters), a dot and one of: " + PARTS + ".";

    private static final Pattern PLAIN = Pattern.compile(SettingsReader.plain(ModelSettings.PRICES)
            + "([0-9A-F]{8}(?:_[0-9A-F]{4}){3}_[0-9A-F]{12})_("
            + Arrays.stream(Part.values()).map(Part::name).collect(Collectors.joining("|")) + ")");

    /** Empty if the name is not that of a price. */
    static Optional<PriceKey> of(SpeltSetting setting) {
        Matcher name = PLAIN.matcher(setting.plain());
        return name.matches()
                ? Optional.of(
                        new PriceKey(UUID.fromString(name.group(1).replace('_', '-')), Part.valueOf(name.group(2))))
                : Optional.empty();
    }
}
