package dev.escriba.culture.entity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The cultures of the answers. Each has a bundle of messages, {@code messages_<tag>.properties}. */
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
        String language = Locale.forLanguageTag(tag.strip().replace('_', '-')).getLanguage();
        return Arrays.stream(values())
                .filter(culture -> culture.tag().equals(language))
                .findFirst();
    }

    public Locale locale() {
        return Locale.forLanguageTag(tag());
    }

    /** The language tag for {@code Content-Language}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
