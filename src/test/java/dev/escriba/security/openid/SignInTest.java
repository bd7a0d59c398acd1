package dev.escriba.security.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.escriba.Clocks;
import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.control.Peppers;
import dev.escriba.security.entity.Pepper;
import jakarta.servlet.http.Cookie;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stranger can make the service do below {@code /sign-in}. */
class SignInTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final Browser browser = new Browser();

    @Test
    void theTargetIsInASignedCookieOfTenMinutes() {
        begin("/a?b=c");
        Cookie cookie = browser.cookies.get(SignInCookie.NAME);
        assertThat(cookie.getMaxAge()).isEqualTo(600);
        assertThat(cookie.isHttpOnly()).isTrue();
        assertThat(cookie.getSecure()).isTrue();
        assertThat(cookie.getAttribute("SameSite")).isEqualTo("Lax");
        assertThat(cookie.getPath()).isEqualTo("/sign-in");
        assertThat(target("pepper", NOW.plusSeconds(599))).isEqualTo("/a?b=c");
        assertThat(target("pepper", NOW.plusSeconds(600))).as("too old").isEqualTo("none");
        assertThat(target("another pepper", NOW)).as("made elsewhere").isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource({"'1', '2'", "'.', '..'", "'a', 'b'", "'0', ''"})
    void aCookieThatWasChangedIsNotRead(String found, String replacement) {
        begin("/here");
        Cookie cookie = browser.cookies.get(SignInCookie.NAME);
        cookie.setValue(cookie.getValue().replace(found, replacement));
        assertThat(target("pepper", NOW)).isEqualTo("none");
        cookie.setValue("");
        assertThat(target("pepper", NOW)).isEqualTo("none");
    }

    @Test
    void theCookieIsDeletedAfterItsUse() {
        begin("/here");
        SignInPage page = new SignInPage();
        page.cookie = cookie("pepper", NOW);
        page.doGet(browser.request("GET", "/sign-in/callback", Map.of()), browser.response());
        assertThat(browser.headers).containsEntry("Location", "/here");
        assertThat(browser.cookies).isEmpty();
        page.doGet(browser.request("GET", "/sign-in/callback", Map.of()), browser.response());
        assertThat(browser.headers).containsEntry("Location", "/");
    }

    @ParameterizedTest
    @CsvSource({"POST, /sign-in", "POST, /sign-in/callback", "PUT, /sign-in", "HEAD, /sign-in", "OPTIONS, /sign-in"})
    void otherMethodsThanGetAreRefusedBeforeAnythingIsRead(String method, String path) {
        OpenIdSignOn signOn = signOn(1);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> signOn.validate(browser.request(method, path, null), browser.response(), null))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(405));
        assertThat(browser.headers).containsEntry("Allow", "GET");
        assertThat(browser.cookies).isEmpty();
    }

    @Test
    void aFullNodeAnswersACallbackWith503BeforeAnythingIsRead() {
        OpenIdSignOn signOn = signOn(1);
        signOn.sessions.opened();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() ->
                        signOn.validate(browser.request("GET", "/sign-in/callback", null), browser.response(), null))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(503));
        signOn.sessions.closed();
        assertThatNoException().isThrownBy(signOn.sessions::requirePlace);
    }

    @Test
    void eachAddressHasItsOwnBudget() {
        Instant[] now = {NOW};
        SignInBudget budget = new SignInBudget(Clocks.of(now), settings(2, 1));
        budget.count("192.0.2.1");
        budget.count("192.0.2.1");
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> budget.count("192.0.2.1"))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(429);
                    assertThat(problem.retryAfter()).contains(Duration.ofSeconds(30));
                });
        budget.count("192.0.2.2");
        now[0] = NOW.plusSeconds(30);
        assertThatNoException().isThrownBy(() -> budget.count("192.0.2.1"));
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> budget.count("192.0.2.1"));
        // the clock was a day ahead
        now[0] = NOW.minus(Duration.ofDays(1));
        assertThatNoException().isThrownBy(() -> budget.count("192.0.2.1"));
    }

    private void begin(String target) {
        cookie("pepper", NOW).remember(target, browser.request("GET", "/sign-in", Map.of()), browser.response());
    }

    private String target(String pepper, Instant now) {
        return cookie(pepper, now)
                .target(browser.request("GET", "/sign-in", Map.of()))
                .orElse("none");
    }

    private static SignInCookie cookie(String pepper, Instant now) {
        return new SignInCookie(
                new Peppers(new Pepper(pepper), null), settings(60, 1), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static OpenIdSignOn signOn(int sessions) {
        OpenIdSignOn signOn = new OpenIdSignOn() {
            @Override
            public boolean isConfigured() {
                return true;
            }
        };
        signOn.sessions = new Sessions(settings(60, sessions));
        signOn.budget = new SignInBudget(Clock.systemUTC(), settings(60, sessions));
        signOn.addresses =
                new dev.escriba.web.control.ClientAddresses(
                        Configured.read(dev.escriba.web.control.WebSettings::read)) {
                    @Override
                    public String network(jakarta.servlet.http.HttpServletRequest request) {
                        return "192.0.2.1";
                    }
                };
        return signOn;
    }

    private static OpenIdSettings settings(int signIns, int sessions) {
        return Configured.read(
                OpenIdSettings::read,
                "escriba.security.oidc.public-url",
                "https://speech.example",
                "escriba.security.oidc.sign-ins-per-minute",
                Integer.toString(signIns),
                "escriba.security.oidc.max-sessions",
                Integer.toString(sessions));
    }
}
