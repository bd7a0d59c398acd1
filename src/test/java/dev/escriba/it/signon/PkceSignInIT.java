package dev.escriba.it.signon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The uber-jar signs people in itself, with Keycloak, which requires PKCE (S256) of this client. */
class PkceSignInIT implements BrowserSignIn {

    private static final String SECRET = SignOnService.SECRET;

    private static SignOnService signOn;
    private static Keycloak keycloak;

    @BeforeAll
    static void start() throws Exception {
        signOn = SignOnService.start("pkce", "-Describa.security.oidc.pkce=true");
        keycloak = signOn.keycloak();
        keycloak.requirePkce("escriba");
    }

    @AfterAll
    static void stop() throws Exception {
        if (signOn != null) {
            signOn.close();
        }
    }

    @Override
    public Service site() {
        return signOn.site();
    }

    @Override
    public Keycloak keycloak() {
        return keycloak;
    }

    @Override
    public String password() {
        return SECRET;
    }

    @Test
    void theProviderRefusesASignInWithoutAChallenge() throws Exception {
        String begun = site().get("/sign-in").headers().firstValue("Location").orElseThrow();
        assertThat(begun).contains("code_challenge=", "code_challenge_method=S256");
        assertThat(keycloak.get(begun).statusCode())
                .as("the page of the provider")
                .isEqualTo(200);
        HttpResponse<String> without =
                keycloak.get(begun.replaceAll("&code_challenge=[^&]*|&code_challenge_method=S256", ""));
        assertThat(without.statusCode()).isEqualTo(302);
        assertThat(without.headers().firstValue("Location").orElseThrow())
                .startsWith(site().base().toString())
                .contains("error=invalid_request", "code_challenge_method");
    }
}
