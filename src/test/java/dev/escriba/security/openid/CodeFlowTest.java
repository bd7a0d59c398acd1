package dev.escriba.security.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.Issuer;
import dev.escriba.security.bearer.ProviderMetadata;
import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.security.bearer.Verifier;
import dev.escriba.settings.control.SettingsReader;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeFlowTest {

    private static final String CALLBACK = "https://speech.example/sign-in/callback";

    private final Browser browser = new Browser();
    private Issuer issuer;
    private Function<String, CodeFlow> of;
    private CodeFlow flow;

    /** What the token endpoint has got. */
    private String authorization;

    private Map<String, String> exchanged = Map.of();

    /** The nonce that the provider puts into the token, if not the one of the request. */
    private Optional<String> otherNonce = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        issuer = new Issuer();
        ProviderSettings provider = SettingsReader.read(
                Configured.by(Map.of("escriba.security.oidc.issuer", issuer.url())), ProviderSettings::read);
        ClientSettings client = SettingsReader.read(
                        Configured.by(Map.of(
                                "escriba.security.oidc.issuer",
                                issuer.url(),
                                "escriba.security.oidc.client-id",
                                "escriba",
                                "escriba.security.oidc.client-secret",
                                "a secret",
                                "escriba.security.oidc.pkce",
                                "true",
                                "escriba.security.oidc.public-url",
                                "https://speech.example/")),
                        OpenIdSettings::read)
                .client()
                .orElseThrow();
        assertThat(client.pkce()).isTrue();
        of = address -> new CodeFlow(
                address,
                client,
                new Verifier(provider, Set.of("escriba"), Set.of()),
                new ProviderMetadata(URI.create(address)),
                new FlowCookie(true));
        flow = of.apply(issuer.url());
        issuer.exchanges(this::exchange);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    private String exchange(String request) {
        authorization = request.lines().findFirst().orElseThrow();
        exchanged = query(request.lines().skip(1).findFirst().orElseThrow());
        if (!exchanged.get("code").equals("right")) {
            return "";
        }
        try {
            String nonce = otherNonce.orElse(begun().get("nonce"));
            return "{\"id_token\": \""
                    + issuer.token(issuer.claims().audience("escriba").claim("nonce", nonce)) + "\"}";
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> query(String text) {
        return Arrays.stream(text.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    /** The parameters of the address at the provider. */
    private Map<String, String> begun() {
        String location = browser.headers.get("Location");
        assertThat(location).startsWith(issuer.url() + "/authorize?");
        return query(location.substring(location.indexOf('?') + 1));
    }

    private void begin() {
        flow.begin(browser.request("GET", "/sign-in", Map.of()), browser.response());
    }

    private Optional<CodeFlow.IdToken> complete(Map<String, String> parameters) {
        return flow.complete(browser.request("GET", "/sign-in/callback", parameters), browser.response());
    }

    private Map<String, String> answer() {
        return new HashMap<>(Map.of("code", "right", "state", begun().get("state")));
    }

    /** The example of RFC 7636, appendix B. */
    @Test
    void theChallengeIsThatOfTheStandard() {
        assertThat(FlowSecret.sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Test
    void aSignInHasStateNonceAndChallengeOfItsOwn() {
        begin();
        Map<String, String> first = begun();
        assertThat(browser.status).isEqualTo(302);
        assertThat(first)
                .containsEntry("response_type", "code")
                .containsEntry("client_id", "escriba")
                .containsEntry("redirect_uri", CALLBACK)
                .containsEntry("scope", "openid profile")
                .containsEntry("code_challenge_method", "S256");
        assertThat(Set.of(first.get("state"), first.get("nonce"), first.get("code_challenge")))
                .hasSize(3)
                .allMatch(value -> value.matches("[\\w-]{43}"));
        assertThat(browser.cookies.get(FlowCookie.NAME)).satisfies(cookie -> {
            assertThat(cookie.isHttpOnly()).isTrue();
            assertThat(cookie.getSecure()).isTrue();
            assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
            assertThat(cookie.getPath()).isEqualTo("/sign-in");
            assertThat(cookie.getMaxAge()).isEqualTo(600);
            assertThat(first.values()).as("the secret itself").doesNotContain(cookie.getValue());
        });
        begin();
        assertThat(begun().get("state")).isNotEqualTo(first.get("state"));
        assertThat(begun().get("code_challenge")).isNotEqualTo(first.get("code_challenge"));
    }

    @Test
    void theCodeIsExchangedWithTheVerifierOnce() {
        begin();
        Map<String, String> begun = begun();
        Optional<CodeFlow.IdToken> token = complete(answer());
        assertThat(token.orElseThrow().claims()).containsEntry("sub", "4711");
        assertThat(exchanged)
                .containsEntry("grant_type", "authorization_code")
                .containsEntry("redirect_uri", CALLBACK)
                .doesNotContainKey("client_secret");
        assertThat(FlowSecret.sha256(exchanged.get("code_verifier"))).isEqualTo(begun.get("code_challenge"));
        assertThat(new String(
                        Base64.getDecoder().decode(authorization.substring("Basic ".length())), StandardCharsets.UTF_8))
                .isEqualTo("escriba:a+secret");
        assertThat(browser.cookies).isEmpty();
        assertThat(complete(answer())).as("the same answer again").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "state, invented",
        "state,",
        "code,",
        "code, ''",
        "code, wrong",
        "iss, https://another.example",
    })
    void anAnswerThatDoesNotFitIsRefused(String name, String value) {
        begin();
        Map<String, String> parameters = answer();
        parameters.put(name, value);
        assertThat(complete(parameters)).isEmpty();
    }

    @Test
    void anAnswerOfAnotherBrowserIsRefused() {
        begin();
        Map<String, String> parameters = answer();
        browser.cookies.clear();
        assertThat(complete(parameters)).isEmpty();
        assertThat(exchanged).as("the code is not sent").isEmpty();
        begin();
        browser.cookies.get(FlowCookie.NAME).setValue("no secret");
        assertThat(complete(parameters)).isEmpty();
        begin();
        assertThat(complete(parameters)).as("the state of the sign-in before").isEmpty();
        assertThat(exchanged).isEmpty();
    }

    @Test
    void aTokenWithAnotherNonceIsRefused() {
        begin();
        otherNonce = Optional.of("another");
        assertThat(complete(answer())).isEmpty();
        assertThat(exchanged).isNotEmpty();
    }

    @Test
    void aProviderThatIsAwayIsA503() {
        begin();
        Map<String, String> parameters = answer();
        issuer.exchanges(request -> "no JSON");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> complete(parameters))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(503));
        CodeFlow ofAnother = of.apply(issuer.url() + "/another");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> ofAnother.begin(browser.request("GET", "/sign-in", Map.of()), browser.response()))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(503));
    }
}
