package dev.escriba.security.openid;

import dev.escriba.security.entity.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/** What a session knows of somebody who has signed in. */
record Session(String token, SignedIn signedIn) {

    private static final String KNOWN = Session.class.getName();
    private static final String TARGET = KNOWN + ".target";
    private static final int MAX_TARGET_LENGTH = 1_000;

    /** Makes no session where there is none. */
    static Optional<Session> of(HttpServletRequest request) {
        try {
            return Optional.ofNullable(request.getSession(false)).map(session -> (Session) session.getAttribute(KNOWN));
        } catch (IllegalStateException ended) {
            return Optional.empty();
        }
    }

    /** Whatever else is in it ends too. */
    static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            try {
                session.invalidate();
            } catch (IllegalStateException endedByAnotherRequest) {
                // that is all that was wanted
            }
        }
    }

    void store(HttpSession session) {
        session.setAttribute(KNOWN, this);
    }

    boolean isOf(String idToken) {
        return token.equals(idToken);
    }

    /** Keeps what {@code ?to=} asks for until the sign-in is done. */
    static void rememberTarget(HttpServletRequest request) {
        String target = request.getParameter("to");
        if (target != null) {
            request.getSession().setAttribute(TARGET, target);
        }
    }

    /** Where to go after the sign-in: a path here, the start page if nothing else was asked for. */
    static String target(HttpServletRequest request) {
        HttpSession session = request.getSession();
        String asked = request.getParameter("to");
        Object kept = session.getAttribute(TARGET);
        session.removeAttribute(TARGET);
        String target = asked != null ? asked : kept instanceof String text ? text : "/";
        return isLocal(target) ? target : "/";
    }

    /** A path of this server and nothing that a browser might take for another's address. */
    static boolean isLocal(String target) {
        return target.length() <= MAX_TARGET_LENGTH
                && target.startsWith("/")
                && !target.startsWith("//")
                && target.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    }
}
