package dev.escriba.web.control;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** An API with addresses and an error shape of its own. Both have the same callers, limits, headers and languages. */
public enum Face {

    /** The API of Escriba, with the contract endpoint of the hub. */
    HUB("/api"),

    /** The API that clients of OpenAI know. */
    OPENAI("/v1");

    private final String root;

    Face(String root) {
        this.root = root;
    }

    /** The path below which its addresses are, without a slash at its end. */
    public String root() {
        return root;
    }

    /** The face of a plain path within the application; empty for all other pages. */
    static Optional<Face> ofPath(String path) {
        for (Face face : values()) {
            if (path.equals(face.root) || path.startsWith(face.root + "/")) {
                return Optional.of(face);
            }
        }
        return Optional.empty();
    }

    /**
     * The face that a request is for. Some servers change the path of a request when they call an error page; the
     * first path counts.
     */
    public static Optional<Face> of(HttpServletRequest request) {
        Optional<Face> known = RequestContext.face(request);
        if (known.isPresent()) {
            return known;
        }
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String path = failed instanceof String first ? first : request.getRequestURI();
        String context = request.getContextPath();
        return path == null || context == null || !path.startsWith(context)
                ? Optional.empty()
                : ofPath(PlainPath.of(path.substring(context.length())));
    }

    /** Whether a request is for the API that clients of OpenAI know. */
    static boolean isOpenAi(HttpServletRequest request) {
        return of(request).filter(OPENAI::equals).isPresent();
    }
}
