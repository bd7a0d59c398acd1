package dev.escriba.security.openid;

import dev.escriba.security.entity.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.Optional;

/** The person who has signed in, stored in the HTTP session. */
record Session(String token, SignedIn signedIn) {

    private static final String KNOWN = Session.class.getName();
    private static final int SECONDS = 30 * 60;

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
        session.setMaxInactiveInterval(SECONDS);
    }

    boolean isOf(String idToken) {
        return token.equals(idToken);
    }
}
