package dev.escriba.web.control;

import dev.escriba.web.control.BodyPlaces.Place;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the headers of a request say about its body, and the place that the body has while it is read. */
public final class RequestBody {

    /** The kind of the problem of a body that goes on beyond its limit. */
    public static final String OVER_LIMIT = "body.over-limit";

    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String PLACE = RequestBody.class.getName();

    private RequestBody() {}

    /** The number of bytes that the request announces; empty for a chunked body. */
    public static OptionalLong length(HttpServletRequest request) {
        String length = request.getHeader("Content-Length");
        // HTTP/2 has no chunked bodies, and announces no length for them
        boolean isOpen =
                length == null && request.getProtocol().startsWith("HTTP/2") && !BODILESS.contains(request.getMethod());
        if (request.getHeader("Transfer-Encoding") != null || isOpen) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(length == null ? 0 : Math.max(0, Long.parseLong(length.strip())));
        } catch (NumberFormatException noNumber) {
            return OptionalLong.empty();
        }
    }

    /** Whether the body is a form, which may hold a file. */
    public static boolean isForm(HttpServletRequest request) {
        String type = request.getHeader("Content-Type");
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /** Whether the server has the whole body, so that no one waits for its client; true without a body. */
    public static boolean hasArrived(HttpServletRequest request, InputStream body) {
        OptionalLong length = length(request);
        if (length.isEmpty()) {
            return false;
        }
        try {
            return length.getAsLong() == 0 || length.getAsLong() <= body.available();
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Keeps the place until {@link #leave}. */
    public static void keep(Place place, HttpServletRequest request) {
        request.setAttribute(PLACE, place);
    }

    /** The place of the body; empty if the body needs none. */
    public static Optional<Place> place(HttpServletRequest request) {
        return Optional.ofNullable((Place) request.getAttribute(PLACE));
    }

    /** The request has been answered: its body is not read any more. */
    static void leave(HttpServletRequest request) {
        place(request).ifPresent(Place::leave);
    }
}
