package dev.escriba.culture.entity;

import java.util.Locale;
import java.util.Optional;

/** The cultures of the answers. */
public enum Culture {
    EN,
    ES;

    /** The culture if a request names none that is offered. */
    public static final Culture DEFAULT = EN;

    /** The culture of a language tag, without regard to the region; empty if it is not offered or not a tag. */
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

    /** The language tag for {@code Content-Language}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
