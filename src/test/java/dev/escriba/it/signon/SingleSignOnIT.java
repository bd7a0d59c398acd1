package dev.escriba.it.signon;

import static dev.escriba.it.support.Service.Part.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Service;
import dev.escriba.media.MediaFixture;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The uber-jar with Keycloak as identity provider: programs with tokens. {@link BrowserSignIn} tests people. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SingleSignOnIT implements BrowserSignIn {

    private static final String SECRET = SignOnService.SECRET;
    private static final String MODELS = "/api/v2/AIModels";
    private static final Duration KEYS_LIFETIME = Duration.ofSeconds(4);

    private static SignOnService signOn;
    private static Keycloak keycloak;

    @BeforeAll
    static void start() throws Exception {
        signOn = SignOnService.start(
                "sign-on",
                "-Describa.security.failed-attempts-per-minute=100000",
                "-Describa.security.oidc.audience=https://escriba.example/api",
                "-Describa.security.oidc.keys-lifetime=" + KEYS_LIFETIME);
        keycloak = signOn.keycloak();
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
    void aProgramTranscribesWithAToken() throws Exception {
        HttpResponse<String> answer = signOn.site()
                .send(signOn.site()
                        .request("/api/v2/Audio/transcribe")
                        .setHeader("X-API-KEY", "")
                        .header("Authorization", "Bearer " + keycloak.token("escriba-machine", SECRET))
                        .header("Content-Type", Service.contentType())
                        .POST(Service.body(file("File", MediaFixture.ENGLISH))));
        assertThat(Answer.success(answer).getString("transcript")).contains("brown fox");
    }

    @ParameterizedTest
    @CsvSource({
        "escriba-machine, 200, 403",
        "auditing, 200, 403",
        "administering, 200, 200",
        "idle, 403, 403",
    })
    void groupsAreRoles(String program, int balance, int reconciliation) throws Exception {
        String token = keycloak.token(program, SECRET);
        assertThat(get("/api/v2/Billing/balance", token).statusCode()).isEqualTo(balance);
        assertThat(get("/api/v2/Billing/reconciliation", token).statusCode()).isEqualTo(reconciliation);
    }

    @ParameterizedTest
    @EnumSource(ForgedTokens.class)
    void aForgedTokenIsRefused(ForgedTokens forgery) throws Exception {
        refused(forgery.of(keycloak.token("escriba-machine", SECRET), keycloak.publicKey()));
    }

    @Test
    void aTokenForAnotherAudienceIsRefused() throws Exception {
        refused(keycloak.token("elsewhere", SECRET));
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused() throws Exception {
        refused(keycloak.foreignToken());
    }

    @Test
    void anExpiredTokenIsRefused() throws Exception {
        keycloak.put("", "{\"accessTokenLifespan\":2}");
        String token = keycloak.token("escriba-machine", SECRET);
        keycloak.put("", "{\"accessTokenLifespan\":300}");
        assertThat(get(MODELS, token).statusCode()).isEqualTo(200);
        Await.until("expiry", Duration.ofSeconds(10), () -> get(MODELS, token).statusCode() == 401);
        refused(token);
    }

    @Test
    void keysAreRotatedWithoutARestart() throws Exception {
        String old = keycloak.token("escriba-machine", SECRET);
        assertThat(get(MODELS, old).statusCode()).isEqualTo(200);
        String former = keycloak.rotate();
        String fresh = keycloak.token("escriba-machine", SECRET);
        assertThat(ForgedTokens.keyId(fresh)).isNotEqualTo(ForgedTokens.keyId(old));
        Await.until(
                "acceptance of a new key",
                KEYS_LIFETIME,
                () -> get(MODELS, fresh).statusCode() == 200);
        assertThat(get(MODELS, old).statusCode()).as("the old one goes on").isEqualTo(200);
        keycloak.forget(former);
        Await.until(
                "refusal of the old key",
                KEYS_LIFETIME.plusSeconds(5),
                () -> get(MODELS, old).statusCode() == 401);
        assertThat(get(MODELS, fresh).statusCode()).isEqualTo(200);
    }

    /**
     * Without the provider, tokens with a known key are accepted. A token with an unknown key cannot be verified and is
     * refused.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void aProviderThatIsAwayIsNotNeededForKnownKeys() throws Exception {
        String token = keycloak.token("escriba-machine", SECRET);
        String key = keycloak.publicKey();
        assertThat(get(MODELS, token).statusCode()).isEqualTo(200);
        keycloak.close();
        // the time itself is the subject: the cached keys are older than their lifetime afterwards
        Thread.sleep(KEYS_LIFETIME.toMillis());
        assertThat(get(MODELS, token).statusCode()).isEqualTo(200);
        refused(ForgedTokens.UNKNOWN_KEY.of(token, key));
    }

    private static HttpResponse<String> get(String path, String token) {
        Service service = signOn.site();
        return service.send(service.request(path).header("Authorization", "Bearer " + token));
    }

    /** In each language with the same message as for a caller without credentials. */
    private static void refused(String token) {
        for (String path : new String[] {MODELS + "?culture=en", MODELS + "?culture=es"}) {
            HttpResponse<String> answer = get(path, token);
            Answer.problem(answer, 401);
            assertThat(answer.body()).isEqualTo(signOn.site().get(path).body());
            assertThat(answer.headers().allValues("WWW-Authenticate"))
                    .contains("Bearer realm=\"escriba\"")
                    .isEqualTo(signOn.site().get(path).headers().allValues("WWW-Authenticate"));
        }
    }
}
