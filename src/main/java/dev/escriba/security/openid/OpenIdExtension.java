package dev.escriba.security.openid;

import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.settings.control.SettingsReader;
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
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Defines the mechanism of Jakarta Security if it is configured. A class that carries the definition in its source would define it always,
 * and some servers then refuse the whole application.
 */
public class OpenIdExtension implements Extension {

    static final String CALLBACK = "/sign-in/callback";

    private static final int TIMEOUT_MILLIS = 3_000;

    private boolean hidesServerMechanism;

    void define(@Observes BeforeBeanDiscovery discovery) {
        SettingsReader reader = SettingsReader.ofTheApplication();
        Optional<URI> issuer = ProviderSettings.read(reader).issuer();
        Optional<ClientSettings> client = OpenIdSettings.read(reader).client();
        // wrong settings are refused later, in one message for all components
        if (issuer.isPresent() && client.isPresent() && reader.wrong().isEmpty()) {
            hidesServerMechanism = client.get().hidesServerMechanism();
            discovery
                    .addAnnotatedType(Definition.class, Definition.class.getName())
                    .add(ApplicationScoped.Literal.INSTANCE)
                    .add(definition(issuer.get().toString(), client.get()));
        }
    }

    /** Where a server would call its own mechanism or the application's, whichever it finds first, its own is not to be found by its class. */
    void hide(@Observes ProcessBeanAttributes<? extends HttpAuthenticationMechanism> found) {
        if (hidesServerMechanism && !found.getBeanAttributes().isAlternative()) {
            found.configureBeanAttributes().qualifiers(Any.Literal.INSTANCE, new ServerMechanism.Literal());
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
