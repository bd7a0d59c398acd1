package dev.escriba.security.openid;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Keeps the cookie of a session on TLS where a proxy hides from the server that people use it. */
@WebListener
public class SessionCookie implements ServletContextListener {

    @Inject
    OpenIdSettings settings;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        boolean published = settings.publicUrl()
                .filter(url -> url.getScheme().equalsIgnoreCase("https"))
                .isPresent();
        if (published) {
            event.getServletContext().getSessionCookieConfig().setSecure(true);
        }
    }
}
