package dev.escriba.security.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.escriba.problem.entity.Problem;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code SingleSignOnIT} tests forged signatures with a real provider. */
class BearerTokensTest {

    private Issuer issuer;
    private BearerTokens tokens;

    @BeforeEach
    void start() throws Exception {
        issuer = new Issuer();
        tokens = new BearerTokens(issuer.settings());
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void areOffUntilConfigured() {
        BearerTokens off = new BearerTokens(Issuer.settings(Map.of()));
        assertThat(off.isConfigured()).isFalse();
        assertThat(off.verify("x")).isEmpty();
        assertThat(tokens.isConfigured()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "application/at+jwt"})
    void acceptsAValidAccessToken(String type) throws Exception {
        assertThat(tokens.verify(issuer.tokenOfType(type)).orElseThrow().subject())
                .isEqualTo("4711");
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "dpop+jwt", "secevent+jwt"})
    void refusesATokenOfAnotherType(String type) throws Exception {
        assertThat(tokens.verify(issuer.tokenOfType(type))).isEmpty();
    }

    @Test
    void refusesWrongClaims() throws Exception {
        Instant now = Instant.now();
        for (JWTClaimsSet.Builder claims : List.of(
                issuer.claims().issuer(issuer.url() + "/"),
                issuer.claims().issuer(null),
                issuer.claims().audience("somebody else"),
                issuer.claims().audience((String) null),
                issuer.claims().subject(null),
                issuer.claims().subject(" "),
                issuer.claims().expirationTime(null),
                issuer.claims().expirationTime(Date.from(now.minusSeconds(12))),
                issuer.claims().notBeforeTime(Date.from(now.plusSeconds(15))),
                issuer.claims().claim("at_hash", "of an ID token"))) {
            assertThat(tokens.verify(issuer.token(claims)))
                    .as(claims.build().toString())
                    .isEmpty();
        }
    }

    @Test
    void clocksMayDifferALittle() throws Exception {
        Date justNow = Date.from(Instant.now().minusSeconds(5));
        assertThat(tokens.verify(issuer.token(issuer.claims().expirationTime(justNow))))
                .isPresent();
    }

    @Test
    void anyOfTheAudiencesWillDo() throws Exception {
        assertThat(tokens.verify(issuer.token(issuer.claims().audience(List.of("third", "other")))))
                .isPresent();
    }

    @Test
    void refusesGarbageAndTooLongTokens() throws Exception {
        String token = issuer.token(issuer.claims());
        Stream.of("", ".", "..", "a.b.c", token + "x", token + ".x", token + "A".repeat(8_192), "e30.e30.")
                .forEach(text -> assertThat(tokens.verify(text)).as(text).isEmpty());
    }

    @Test
    void refusesAnAlgorithmWithASharedSecret() throws Exception {
        JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.HS256);
        String token = issuer.token(issuer.claims());
        String other = header.build().toBase64URL() + token.substring(token.indexOf('.'));
        assertThat(tokens.verify(other)).isEmpty();
    }

    @Test
    void aNewKeyIsAskedForAtOnceButNotWithoutEnd() throws Exception {
        assertThat(tokens.verify(issuer.token(issuer.claims()))).isPresent();
        issuer.rotate();
        assertThat(tokens.verify(issuer.token(issuer.claims()))).isPresent();
        for (int i = 0; i < 20; i++) {
            JWSHeader.Builder unknown = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown " + i);
            assertThat(tokens.verify(issuer.token(issuer.claims(), unknown))).isEmpty();
        }
        assertThat(issuer.keyRequests.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void knownKeysOutliveAProviderThatIsAway() throws Exception {
        tokens = new BearerTokens(issuer.settings("keys-lifetime", "PT1S"));
        String token = issuer.token(issuer.claims());
        assertThat(tokens.verify(token)).isPresent();
        issuer.answersWith(500);
        // the time itself is the subject: the cached keys are older than their lifetime of a second afterwards
        Thread.sleep(1_200);
        assertThat(tokens.verify(token)).isPresent();
        issuer.rotate();
        assertThat(tokens.verify(issuer.token(issuer.claims()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404, 302})
    void isUnavailableWithoutAnyKeys(int status) throws Exception {
        issuer.answersWith(status);
        String token = issuer.token(issuer.claims());
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> tokens.verify(token))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(503));
        }
    }

    @Test
    void claimsSayWhoItIs() throws Exception {
        tokens = new BearerTokens(
                issuer.settings("groups-claim", "realm_access.roles", "account-claim", "https://x.example/account"));
        var signedIn = tokens.verify(issuer.token(issuer.claims()
                        .claim("preferred_username", "ana")
                        .claim("https://x.example/account", "acme")
                        .claim("realm_access", Map.of("roles", List.of("auditor", "x", 7)))))
                .orElseThrow();
        assertThat(signedIn.name()).isEqualTo("ana");
        assertThat(signedIn.groups()).containsExactlyInAnyOrder("auditor", "x");
        assertThat(signedIn.account()).isEqualTo(Optional.of("acme"));
    }

    /** Keycloak writes an attribute that may have several values as a list. */
    @Test
    void aListOfOneNamesTheAccount() throws Exception {
        tokens = new BearerTokens(issuer.settings("account-claim", "escriba.account"));
        var claims = issuer.claims().claim("escriba", Map.of("account", List.of("acme")));
        assertThat(tokens.verify(issuer.token(claims)).orElseThrow().account()).contains("acme");
    }

    @Test
    void withoutTheClaimNoAccountIsNamed() throws Exception {
        tokens = new BearerTokens(issuer.settings("account-claim", "account"));
        assertThat(tokens.verify(issuer.token(issuer.claims())).orElseThrow().account())
                .isEmpty();
    }

    /** Otherwise the runs of such a caller would be booked to the first account. */
    @ParameterizedTest
    @MethodSource("wrongAccounts")
    void refusesAClaimThatNamesNoAccountOrSeveral(Object account) throws Exception {
        tokens = new BearerTokens(issuer.settings("account-claim", "account"));
        String token = issuer.token(issuer.claims().claim("account", account));
        assertThatThrownBy(() -> tokens.verify(token)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(403);
            assertThat(problem.message().key()).isEqualTo("security.no-account");
        });
    }

    static Stream<Object> wrongAccounts() {
        return Stream.of(
                "",
                " ",
                7,
                true,
                Map.of("name", "acme"),
                List.of(),
                List.of(" "),
                List.of(7),
                List.of("acme", "sales"),
                List.of(List.of("acme")));
    }

    @Test
    void aProgramIsNamedByItsClientAndAPersonWithoutANameByTheSubject() throws Exception {
        var program = issuer.claims().subject("machine").claim("azp", "machine");
        assertThat(tokens.verify(issuer.token(program)).orElseThrow().name()).isEqualTo("machine");
        var app = issuer.claims().claim("azp", "machine").claim("idtyp", "app");
        assertThat(tokens.verify(issuer.token(app)).orElseThrow().name()).isEqualTo("machine");
        var person = issuer.claims().claim("azp", "some-client").claim("groups", "a b");
        assertThat(tokens.verify(issuer.token(person)).orElseThrow().name()).isEqualTo("4711");
        assertThat(tokens.verify(issuer.token(person)).orElseThrow().groups()).containsExactlyInAnyOrder("a", "b");
    }
}
