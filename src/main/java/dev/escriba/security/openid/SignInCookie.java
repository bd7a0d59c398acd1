package dev.escriba.security.openid;

import dev.escriba.security.control.Peppers;
import dev.escriba.security.entity.Pepper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Keeps the target of a sign-in that has begun in a signed cookie of ten minutes. So the server stores nothing for
 * people who have not signed in yet. All nodes of a database have the same pepper and accept each other's cookies.
 */
@ApplicationScoped
class SignInCookie {

    static final String NAME = "escriba-sign-in";

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final Pattern FORM = Pattern.compile("((\\d{1,12})\\.([\\w-]{1,1400}))\\.([0-9a-f]{64})");

    private Peppers peppers;
    private OpenIdSettings settings;
    private Clock clock;

    protected SignInCookie() {}

    @Inject
    SignInCookie(Peppers peppers, OpenIdSettings settings, Clock clock) {
        this.peppers = peppers;
        this.settings = settings;
        this.clock = clock;
    }

    /** Sets the cookie to a target that {@link Target} accepts. */
    void remember(String target, HttpServletRequest request, HttpServletResponse response) {
        String text = clock.instant().plus(LIFETIME).getEpochSecond() + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(target.getBytes(StandardCharsets.UTF_8));
        response.addCookie(cookie(text + "." + seal(text), LIFETIME, request));
    }

    /** The target that this service has put into the cookie of the request; empty if it is too old. */
    Optional<String> target(HttpServletRequest request) {
        return cookies(request)
                .map(cookie -> FORM.matcher(cookie.getValue()))
                .filter(Matcher::matches)
                .filter(form -> Pepper.same(seal(form.group(1)), form.group(4)))
                .filter(form -> Long.parseLong(form.group(2)) > clock.instant().getEpochSecond())
                .map(form -> new String(Base64.getUrlDecoder().decode(form.group(3)), StandardCharsets.UTF_8))
                .findFirst();
    }

    /** Deletes the cookie if the request has one. */
    void forget(HttpServletRequest request, HttpServletResponse response) {
        if (cookies(request).findAny().isPresent()) {
            response.addCookie(cookie("", Duration.ZERO, request));
        }
    }

    private static Stream<Cookie> cookies(HttpServletRequest request) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(NAME));
    }

    private Cookie cookie(String value, Duration lifetime, HttpServletRequest request) {
        Cookie cookie = new Cookie(NAME, value);
        cookie.setPath(request.getContextPath() + "/sign-in");
        cookie.setHttpOnly(true);
        cookie.setSecure(settings.isPublishedOverTls());
        cookie.setAttribute("SameSite", "Lax");
        cookie.setMaxAge((int) lifetime.toSeconds());
        return cookie;
    }

    /** The word in front keeps a seal of another kind from being taken for one of a cookie. */
    private String seal(String text) {
        return peppers.pepper().seal("sign-in:" + text);
    }
}
