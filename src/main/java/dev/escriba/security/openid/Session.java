package dev.escriba.security.openid;

import dev.escriba.security.entity.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/** The person who has signed in, stored in the HTTP session. */
record Session(String token, SignedIn signedIn) {

    private static final String KNOWN = Session.class.getName();
    private static final String TARGET = KNOWN + ".target";
    private static final int MAX_TARGET_LENGTH = 1_000;

    /** The person of the session; empty without a session. Does not create a session. */
    static Optional<Session> of(HttpServletRequest request) {
        try {
            return Optional.ofNullable(request.getSession(false)).map(session -> (Session) session.getAttribute(KNOWN));
        } catch (IllegalStateException ended) {
            return Optional.empty();
        }
    }

    /** Invalidates the HTTP session. */
    static void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            try {
                session.invalidate();
            } catch (IllegalStateException endedByAnotherRequest) {
                // the session has ended, as wanted
            }
        }
    }

    void store(HttpSession session) {
        session.setAttribute(KNOWN, this);
    }

    boolean isOf(String idToken) {
        return token.equals(idToken);
    }

    /** Remembers the target {@code ?to=} until the sign-in is complete. */
    static void rememberTarget(HttpServletRequest request) {
        String target = request.getParameter("to");
        if (target != null) {
            request.getSession().setAttribute(TARGET, target);
        }
    }

    /** The local path that follows the sign-in, by default the start page. */
    static String target(HttpServletRequest request) {
        HttpSession session = request.getSession();
        String asked = request.getParameter("to");
        Object kept = session.getAttribute(TARGET);
        session.removeAttribute(TARGET);
        String target = asked != null ? asked : kept instanceof String text ? text : "/";
        return isLocal(target) ? target : "/";
    }

    /** Whether the target is a path of this server and no browser takes it for the address of another host. */
    static boolean isLocal(String target) {
        return target.length() <= MAX_TARGET_LENGTH
                && target.startsWith("/")
                && !target.startsWith("//")
                && target.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
    }
}
