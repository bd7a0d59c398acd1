package dev.escriba.culture.control;

import dev.escriba.culture.entity.Culture;
import java.util.Locale;
import java.util.Optional;

/** Chooses the culture of a response. */
public final class CultureChoice {

    private CultureChoice() {}

    /**
     * The culture of an answer. If the parameter is present, the header is ignored, and a culture that is not offered
     * becomes the default.
     */
    public static Culture of(String parameter, String acceptLanguage) {
        if (parameter != null && !parameter.isBlank()) {
            return Culture.ofTag(parameter).orElse(Culture.DEFAULT);
        }
        return acceptable(acceptLanguage).orElse(Culture.DEFAULT);
    }

    private static Optional<Culture> acceptable(String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return Optional.empty();
        }
        try {
            return Locale.LanguageRange.parse(acceptLanguage).stream()
                    .filter(range -> range.getWeight() > 0)
                    .flatMap(range -> Culture.ofTag(range.getRange()).stream())
                    .findFirst();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
