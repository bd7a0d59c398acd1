package dev.escriba.console.boundary;

import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the page how people can sign in: {@code openid} where the organisation's sign-on is configured, and
 * {@code session} where the browser may have a credential already. Without it the page would have to ask the API, which
 * answers 401 to each first visit.
 */
final class SignOnMeta {

    /** The element of the page that tells it. */
    static final String EMPTY = "name=\"escriba-sign-on\" content=\"\"";

    private static final String PROXY_HEADER = "X-Escriba-Proxy-Secret";

    private SignOnMeta() {}

    static String in(String page, boolean openId, boolean session) {
        String words = Stream.of(openId ? "openid" : "", session ? "session" : "")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
        return page.replace(EMPTY, EMPTY.replace("content=\"\"", "content=\"" + words + "\""));
    }

    /** Whether a request has something by which the API may know its person. Nothing is verified here. */
    static boolean mayHaveSession(HttpServletRequest request) {
        return request.isRequestedSessionIdValid()
                || request.getHeader(PROXY_HEADER) != null
                || request.getHeader("Authorization") != null;
    }
}
