package dev.escriba.security.openid;

import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Marks the session cookie as secure if the public URL is https. The server itself does not know that if a proxy ends
 * TLS.
 */
@WebListener
public class SessionCookie implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (isPublished()) {
            event.getServletContext().getSessionCookieConfig().setSecure(true);
        }
    }

    private static boolean isPublished() {
        try {
            return ProviderSettings.url(ConfigProvider.getConfig(), "public-url")
                    .filter(url -> url.getScheme().equalsIgnoreCase("https"))
                    .isPresent();
        } catch (WrongSetting refusedByOpenIdSignOn) {
            return false;
        }
    }
}
