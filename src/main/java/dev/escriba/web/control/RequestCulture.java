package dev.escriba.web.control;

import dev.escriba.culture.control.CultureChoice;
import dev.escriba.culture.entity.Culture;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** The culture of a request: the query parameter {@code culture}, else {@code Accept-Language}. */
public final class RequestCulture {

    /** The name of the parameter, which every operation has. */
    public static final String PARAMETER = "culture";

    private RequestCulture() {}

    /** The culture. Reads the query string itself, because {@code getParameter} may consume the body. */
    public static Culture of(HttpServletRequest request) {
        return CultureChoice.of(parameter(query(request)), request.getHeader("Accept-Language"));
    }

    /**
     * The query string of the original request. Some containers move it to another attribute when they call an error
     * page.
     */
    private static String query(HttpServletRequest request) {
        String query = request.getQueryString();
        return query == null && request.getAttribute(RequestDispatcher.FORWARD_QUERY_STRING) instanceof String forwarded
                ? forwarded
                : query;
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
