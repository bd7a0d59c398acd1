package dev.escriba.console.boundary;

import jakarta.servlet.http.HttpServletRequest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tells the page what it needs before a sign-in, and what no operation of the API tells. The words for a sign-in are
 * {@code openid} where the organisation's sign-on is configured, and {@code session} where the browser may have a
 * credential already. Without them the page would have to ask the API, which answers 401 to each first visit.
 *
 * @param organisation whether the organisation's sign-on is configured
 * @param session whether the browser may have a credential already
 * @param maxFileBytes the largest file
 * @param queued whether a run can wait, and its transcript can be read when it has ended
 */
record PageMeta(boolean organisation, boolean session, long maxFileBytes, boolean queued) {

    private static final String SIGN_ON = "escriba-sign-on";
    private static final String MAX_FILE_BYTES = "escriba-max-file-bytes";
    private static final String QUEUE = "escriba-queue";

    private static final String PROXY_HEADER = "X-Escriba-Proxy-Secret";

    /** The page with all of it. */
    String in(String page) {
        String words = Stream.of(organisation ? "openid" : "", session ? "session" : "")
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
        String told = filled(filled(page, SIGN_ON, words), MAX_FILE_BYTES, String.valueOf(maxFileBytes));
        return filled(told, QUEUE, queued ? "open" : "");
    }

    /** Fills in the element of the page that has the name. */
    private static String filled(String page, String name, String content) {
        String element = "name=\"" + name + "\" content=\"";
        return page.replace(element + "\"", element + content + "\"");
    }

    /** Whether a request has something by which the API may know its person. Nothing is verified here. */
    static boolean mayHaveSession(HttpServletRequest request) {
        return request.isRequestedSessionIdValid()
                || request.getHeader(PROXY_HEADER) != null
                || request.getHeader("Authorization") != null;
    }
}
