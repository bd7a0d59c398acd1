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
 * Defines the OpenID Connect mechanism of Jakarta Security if it is configured and the application does not do the code
 * flow itself. An annotation in the source would
 * define it always, and some servers would then refuse to deploy the application without a provider.
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
        boolean byServer = client.filter(known -> !known.pkce()).isPresent();
        if (issuer.isPresent() && byServer && reader.wrong().isEmpty()) {
            hidesServerMechanism = client.get().hidesServerMechanism();
            discovery
                    .addAnnotatedType(Definition.class, Definition.class.getName())
                    .add(ApplicationScoped.Literal.INSTANCE)
                    .add(definition(issuer.get().toString(), client.get()));
        }
    }

    /**
     * Hides the server's mechanism with a qualifier. Otherwise some servers call the first mechanism that they find,
     * their own or the application's.
     */
    void hide(@Observes ProcessBeanAttributes<? extends HttpAuthenticationMechanism> found) {
        if (hidesServerMechanism && !found.getBeanAttributes().isAlternative()) {
            found.configureBeanAttributes().qualifiers(Any.Literal.INSTANCE, new ServerMechanism.Literal());
        }
    }

    private static OpenIdAuthenticationMechanismDefinition definition(String issuer, ClientSettings client) {
        String base = client.publicUrl().toString().replaceAll("/$", "");
        return Annotations.of(
                OpenIdAuthenticationMechanismDefinition.class,
                Map.ofEntries(
                        // state and nonce are in cookies: a stranger does not make the server create a session
                        Map.entry("useSession", false),
                        // the application reads subject and groups from the ID token itself; these claims exist in
                        // every token, else one server would request user info, and they never become roles
                        Map.entry(
                                "claimsDefinition",
                                Annotations.of(
                                        ClaimsDefinition.class,
                                        Map.of(
                                                "callerNameClaim",
                                                "sub",
                                                "callerGroupsClaim",
                                                client.callerGroupsClaim()))),
                        // the full address, which one implementation uses as the key of a cache
                        Map.entry("providerURI", issuer.replaceAll("/$", "") + "/.well-known/openid-configuration"),
                        Map.entry("clientId", client.id()),
                        Map.entry("clientSecret", client.secret()),
                        Map.entry("redirectURI", client.callback()),
                        Map.entry("scope", client.scopes().toArray(String[]::new)),
                        Map.entry("jwksConnectTimeout", TIMEOUT_MILLIS),
                        Map.entry("jwksReadTimeout", TIMEOUT_MILLIS),
                        Map.entry("tokenAutoRefresh", true),
                        // without an address the mechanism begins a new sign-in when a session ends; the slash keeps it
                        // from being evaluated as an expression
                        Map.entry(
                                "logout", Annotations.of(LogoutDefinition.class, Map.of("redirectURI", base + "/")))));
    }

    /** The class that the extension adds the annotation to. */
    static class Definition {}
}
