package dev.escriba.culture.entity;

import java.util.Locale;
import java.util.Optional;

/** A culture that responses are offered in. */
public enum Culture {
    EN,
    ES;

    /** What answers where nobody asked for anything that is offered. */
    public static final Culture DEFAULT = EN;

    /** The culture of a language tag; regional tags count by their language. Empty where it is not offered or no tag. */
    public static Optional<Culture> ofTag(String tag) {
        if (tag == null) {
            return Optional.empty();
        }
        return switch (Locale.forLanguageTag(tag.strip().replace('_', '-')).getLanguage()) {
            case "en" -> Optional.of(EN);
            case "es" -> Optional.of(ES);
            default -> Optional.empty();
        };
    }

    public Locale locale() {
        return Locale.forLanguageTag(tag());
    }

    /** The language tag, as {@code Content-Language} has it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
