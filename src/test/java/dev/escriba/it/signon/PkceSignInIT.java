package dev.escriba.it.signon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.it.support.Service;
import dev.escriba.it.support.UberJar;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The uber-jar signs people in itself, with Keycloak, which requires PKCE (S256) of this client. */
class PkceSignInIT implements BrowserSignIn {

    private static final String SECRET = UUID.randomUUID().toString();

    private static UberJar jar;
    private static Keycloak keycloak;

    @BeforeAll
    static void start() throws Exception {
        CompletableFuture<Void> built = Keycloak.build();
        int port = UberJar.freePort();
        jar = UberJar.start(
                Files.createDirectories(Path.of("target/it/pkce").toAbsolutePath()),
                "first.log",
                "-Xmx1g",
                "-Describa.security.bootstrap-key=a-key-for-the-tests-of-this-build-alone",
                "-Describa.security.oidc.issuer=http://127.0.0.1:" + port + "/realms/escriba",
                "-Describa.security.oidc.client-id=escriba",
                "-Describa.security.oidc.client-secret=" + SECRET,
                "-Describa.security.oidc.public-url=" + UberJar.BASE,
                "-Describa.security.oidc.clock-skew=PT0S",
                "-Describa.security.oidc.pkce=true");
        built.join();
        keycloak = Keycloak.forApplication(port, jar.service("").base(), SECRET);
        keycloak.requirePkce("escriba");
    }

    @AfterAll
    static void stop() throws Exception {
        if (keycloak != null) {
            keycloak.close();
        }
        if (jar != null) {
            jar.close();
            assertThat(jar.log()).doesNotContain("eyJ", SECRET);
        }
    }

    @Override
    public Service site() {
        return jar.service("");
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
