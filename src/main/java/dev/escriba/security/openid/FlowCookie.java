package dev.escriba.security.openid;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the secret of a sign-in in the browser that began it, for ten minutes. It needs no signature: a secret that
 * another party makes up gives another state than that of the answer of the provider.
 */
final class FlowCookie {

    static final String NAME = "escriba-sign-in-flow";

    private static final Duration LIFETIME = Duration.ofMinutes(10);

    private final boolean overTls;

    FlowCookie(boolean overTls) {
        this.overTls = overTls;
    }

    void remember(FlowSecret secret, HttpServletRequest request, HttpServletResponse response) {
        response.addCookie(cookie(secret.text(), LIFETIME, request));
    }

    /** The secret of the request's cookie, which is deleted: a sign-in ends once. */
    Optional<FlowSecret> take(HttpServletRequest request, HttpServletResponse response) {
        Optional<Cookie> found = Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(NAME))
                .findFirst();
        if (found.isPresent()) {
            response.addCookie(cookie("", Duration.ZERO, request));
        }
        return found.map(Cookie::getValue).filter(FlowSecret::isForm).map(FlowSecret::new);
    }

    private Cookie cookie(String value, Duration lifetime, HttpServletRequest request) {
        Cookie cookie = new Cookie(NAME, value);
        cookie.setPath(request.getContextPath() + "/sign-in");
        cookie.setHttpOnly(true);
        cookie.setSecure(overTls);
        // the provider's redirect is a navigation from another site
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge((int) lifetime.toSeconds());
        return cookie;
    }
}
