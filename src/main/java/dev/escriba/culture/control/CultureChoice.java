package dev.escriba.culture.control;

import dev.escriba.culture.entity.Culture;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Chooses the culture of a response. */
public final class CultureChoice {

    private static final String PARAMETER = "culture";

    private CultureChoice() {}

    /**
     * The culture that a request asks for. The query string is read as it stands, because asking the request for a parameter
     * may consume its body.
     */
    public static Culture of(HttpServletRequest request) {
        return of(parameter(query(request)), request.getHeader("Accept-Language"));
    }

    /** A page for an error has its own query, which is none; some containers keep that of the request elsewhere. */
    private static String query(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null && request.getAttribute(RequestDispatcher.FORWARD_QUERY_STRING) instanceof String forwarded
                ? forwarded
                : query;
    }

    /** A culture asked for that is not offered answers in the default one; the header counts only where the parameter is absent. */
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

    private static String parameter(String query) {
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(PARAMETER)) {
                try {
                    return URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException malformed) {
                    return pair.substring(equals + 1);
                }
            }
        }
        return null;
    }
}
