package dev.escriba.security.openid;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Marks the session cookie as secure if the public URL is https. The server itself does not know that if a proxy ends
 * TLS.
 */
@WebListener
public class SessionCookie implements ServletContextListener {

    @Inject
    OpenIdSettings settings;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (settings.isPublishedOverTls()) {
            event.getServletContext().getSessionCookieConfig().setSecure(true);
        }
    }
}
