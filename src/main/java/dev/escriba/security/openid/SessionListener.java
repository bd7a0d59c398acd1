package dev.escriba.security.openid;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;

/** Counts sessions. A session is short until its person is known, because some mechanisms create sessions earlier. */
@WebListener
public class SessionListener implements HttpSessionListener {

    private static final int UNKNOWN_SECONDS = 60;

    @Inject
    Sessions sessions;

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        sessions.opened();
        event.getSession().setMaxInactiveInterval(UNKNOWN_SECONDS);
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        sessions.closed();
    }
}
