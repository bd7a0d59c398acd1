package dev.escriba.web.control;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;

/** The header {@code Prefer} (RFC 7240). A preference that the service does not know, or cannot meet, is ignored. */
public final class Preference {

    /** The header of an answer that met a preference. */
    public static final String APPLIED = "Preference-Applied";

    /** The client takes 202 for an answer, and comes back for the result. */
    public static final String RESPOND_ASYNC = "respond-async";

    private static final String HEADER = "Prefer";

    private Preference() {}

    /** Whether the client prefers an answer before the work is done. */
    public static boolean isAsync(HttpServletRequest request) {
        return Collections.list(request.getHeaders(HEADER)).stream().anyMatch(Preference::isAsync);
    }

    static boolean isAsync(String header) {
        StringBuilder name = new StringBuilder();
        boolean named = false;
        boolean quoted = false;
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == ',') {
                if (isRespondAsync(name)) {
                    return true;
                }
                name.setLength(0);
                named = false;
            } else {
                quoted = c == '"';
                // a value or a parameter follows the name
                named |= c == ';' || c == '=' || quoted;
                if (!named) {
                    name.append(c);
                }
            }
        }
        return isRespondAsync(name);
    }

    private static boolean isRespondAsync(CharSequence name) {
        return name.toString().strip().toLowerCase(Locale.ROOT).equals(RESPOND_ASYNC);
    }
}
