package dev.escriba.security.openid;

import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.settings.entity.WrongSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.OpenIdAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.ClaimsDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.openid.LogoutDefinition;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Defines the mechanism of Jakarta Security if it is configured. A class that carries the definition in its source would define it always,
 * and some servers then refuse the whole application.
 */
public class OpenIdExtension implements Extension {

    static final String CALLBACK = "/sign-in/callback";

    private static final int TIMEOUT_MILLIS = 3_000;

    void define(@Observes BeforeBeanDiscovery discovery) {
        Config config = ConfigProvider.getConfig();
        client(config).ifPresent(client -> {
            String issuer = ProviderSettings.url(config, "issuer").orElseThrow().toString();
            discovery
                    .addAnnotatedType(Definition.class, Definition.class.getName())
                    .add(ApplicationScoped.Literal.INSTANCE)
                    .add(definition(issuer, client));
        });
    }

    /** Where a server would call its own mechanism or the application's, whichever it finds first, its own is not to be found by its class. */
    void hide(@Observes ProcessBeanAttributes<? extends HttpAuthenticationMechanism> found) {
        boolean wanted = client(ConfigProvider.getConfig())
                .filter(ClientSettings::hidesServerMechanism)
                .isPresent();
        if (wanted && !found.getBeanAttributes().isAlternative()) {
            found.configureBeanAttributes().qualifiers(Any.Literal.INSTANCE, new ServerMechanism.Literal());
        }
    }

    /** Wrong settings are refused by {@link OpenIdSignOn} when the application starts, where the message reaches the operator. */
    private static Optional<ClientSettings> client(Config config) {
        try {
            Optional<ClientSettings> client = ClientSettings.of(config);
            ProviderSettings.of(config);
            return client;
        } catch (WrongSetting refusedLater) {
            return Optional.empty();
        }
    }

    private static OpenIdAuthenticationMechanismDefinition definition(String issuer, ClientSettings client) {
        String base =
                client.publicUrl().map(Object::toString).orElse("${baseURL}").replaceAll("/$", "");
        return Annotations.of(
                OpenIdAuthenticationMechanismDefinition.class,
                Map.of(
                        // who somebody is and may do is read from the ID token elsewhere: these are claims that there
                        // are, or one server would ask for more, and groups are never roles
                        "claimsDefinition",
                        Annotations.of(
                                ClaimsDefinition.class,
                                Map.of("callerNameClaim", "sub", "callerGroupsClaim", client.callerGroupsClaim())),
                        // whole: a cache there goes by it
                        "providerURI",
                        issuer.replaceAll("/$", "") + "/.well-known/openid-configuration",
                        "clientId",
                        client.id(),
                        "clientSecret",
                        client.secret(),
                        "redirectURI",
                        base + CALLBACK,
                        "scope",
                        client.scopes().toArray(String[]::new),
                        "jwksConnectTimeout",
                        TIMEOUT_MILLIS,
                        "jwksReadTimeout",
                        TIMEOUT_MILLIS,
                        "tokenAutoRefresh",
                        true,
                        // without an address the mechanism would begin a new sign-in where one ends; the slash keeps
                        // the whole from being taken for an expression
                        "logout",
                        Annotations.of(LogoutDefinition.class, Map.of("redirectURI", base + "/"))));
    }

    /** Carries the definition. */
    static class Definition {}
}
