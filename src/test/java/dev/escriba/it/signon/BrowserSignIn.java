package dev.escriba.it.signon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Await;
import dev.escriba.it.cluster.Node;
import dev.escriba.it.support.Answer;
import dev.escriba.it.support.Chromium;
import dev.escriba.it.support.ConsoleTexts;
import dev.escriba.it.support.Service;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The user Ana, with the role transcriber alone, signs in with a browser. */
public interface BrowserSignIn {

    String BALANCE = "/api/v2/Billing/balance";

    /** The service without a key, at the address that people use. */
    Service site();

    Keycloak keycloak();

    /** Ana's password. */
    String password();

    @Test
    default void aPersonSignsInCallsTheApiAndSignsOut() throws Exception {
        JsonObject seen = signIn();
        assertThat(seen.getString("arrived")).isEqualTo(url("/api/v2/AIModels"));
        assertThat(seen.getBoolean("sessionBefore"))
                .as("a session before the person is known")
                .isFalse();
        assertThat(seen.getJsonObject("cookie").getBoolean("httpOnly")).isTrue();
        assertThat(seen.getJsonObject("cookie").getString("sameSite")).isEqualTo("Lax");
        assertThat(seen.getJsonArray("cookies").getValuesAs(JsonString::getString))
                // Payara and Open Liberty keep the address of the page that was asked for in a cookie
                .filteredOn(name -> !name.matches("oidc\\.original\\.request|WASReqURLOidc.*"))
                .containsExactly("JSESSIONID");
        assertThat(seen.getString("again")).isEqualTo(url("/api/v2/AIModels"));
        assertThat(seen.getBoolean("newSessionForNewFlow"))
                .as("a new session id for a person who returns from the provider again, and for no other request")
                .isTrue();
        assertThat(seen.getJsonObject("allowed").getInt("status")).isEqualTo(200);
        assertThat(seen.getJsonObject("beyond").getInt("status")).isEqualTo(403);
        assertThat(seen.getJsonObject("beyond").getString("body")).contains("No tiene permiso");
        assertThat(seen.getString("signedOut")).isEqualTo(url("/"));
        assertThat(seen.getJsonObject("afterwards").getInt("status")).isEqualTo(401);
        assertThat(seen.getBoolean("askedAgain"))
                .as("signed out at the provider too")
                .isTrue();
    }

    @Test
    default void aPersonUsesTheConsoleWithoutAKey() throws Exception {
        JsonObject seen = Node.run(
                "console.mjs",
                Chromium.required(),
                url("/"),
                "organisation",
                ConsoleTexts.config("es")
                        .add("user", "ana")
                        .add("password", password())
                        .build()
                        .toString());
        assertThat(seen.getString("name")).isNotBlank();
        assertThat(seen.getBoolean("stays")).as("after a reload").isTrue();
        assertThat(seen.getString("kept"))
                .as("while a session that is over is renewed")
                .isEqualTo("typed before the session was over");
        assertThat(seen.getString("out")).startsWith(url("/"));
        assertThat(seen.getBoolean("askedAgain"))
                .as("signed out at the provider too")
                .isTrue();
        assertThat(seen.getJsonArray("violations")).isEmpty();
    }

    @Test
    default void anExpiredSessionIsA401AndNoRedirect() throws Exception {
        // a mechanism that renews tokens does so 10 s before they expire
        keycloak().put("", "{\"accessTokenLifespan\":14}");
        String session;
        try {
            session = signIn("stay").getJsonObject("cookie").getString("value");
            // the time itself is the subject: the first access token is due for renewal after 4 s of its 14 s
            Thread.sleep(4_500);
            assertThat(withSession(session, BALANCE).statusCode())
                    .as("renewed, or not over yet")
                    .isEqualTo(200);
        } finally {
            keycloak().put("", "{\"accessTokenLifespan\":300}");
        }
        keycloak().post("/users/" + keycloak().userId("ana") + "/logout", "");
        Await.until(
                "end of the session",
                Duration.ofSeconds(15),
                () -> withSession(session, BALANCE).statusCode() != 200);
        refused(withSession(session, BALANCE));
        assertThat(withSession(session, "/sign-in").statusCode())
                .as("people are sent to sign in again")
                .isEqualTo(302);
    }

    @Test
    default void aSessionThatNobodyKnowsIsA401AndNoRedirect() {
        refused(withSession("0123456789abcdef0123456789ab", BALANCE));
        assertThat(withSession("0123456789abcdef0123456789ab", BALANCE + "?culture=es")
                        .body())
                .contains("Se requieren credenciales");
    }

    @Test
    default void anotherSiteCannotUseASession() throws Exception {
        String session = signIn("stay").getJsonObject("cookie").getString("value");
        HttpResponse<String> crossSite = site().send(site().request("/api/v2/Billing/credits")
                .setHeader("X-API-KEY", "")
                .header("Cookie", "JSESSIONID=" + session)
                .header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        Answer.problem(crossSite, 403);
        HttpResponse<String> signOut = site().send(site().request("/sign-out")
                .header("Cookie", "JSESSIONID=" + session)
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.noBody()));
        Answer.problem(signOut, 403);
        assertThat(withSession(session, BALANCE).statusCode()).isEqualTo(200);
    }

    @Test
    default void aSignInThatWasNotAskedForIsRefused() {
        HttpResponse<String> begun = site().get("/sign-in?to=https://elsewhere.example/");
        assertThat(begun.statusCode()).isEqualTo(302);
        assertThat(begun.headers().firstValue("Location").orElseThrow())
                .startsWith(keycloak().issuer())
                .contains("response_type=code", "state=", "nonce=")
                .contains("redirect_uri=" + URLEncoder.encode(url("/sign-in/callback"), StandardCharsets.UTF_8));
        refused(site().get("/sign-in/callback?code=abc&state=invented"));
        refused(site().get("/sign-in/callback?error=access_denied&state=invented"));
    }

    @Test
    default void aStrangerMakesTheServerStoreNothing() {
        String target = "/" + "x".repeat(1_000);
        for (String path :
                new String[] {"/sign-in?to=/a", "/sign-in?to=" + target, "/sign-in/callback?code=a&state=b"}) {
            assertThat(site().get(path).headers().allValues("Set-Cookie"))
                    .as(path)
                    .noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
        }
        for (String path : new String[] {"/sign-in", "/sign-in/callback"}) {
            HttpResponse<String> posted = site().send(site().request(path)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("to=" + target.repeat(100))));
            Answer.problem(posted, 405);
            assertThat(posted.headers().allValues("Set-Cookie")).isEmpty();
        }
    }

    private static void refused(HttpResponse<String> answer) {
        Answer.problem(answer, 401);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    private HttpResponse<String> withSession(String session, String path) {
        return site().send(site().request(path).setHeader("X-API-KEY", "").header("Cookie", "JSESSIONID=" + session));
    }

    private JsonObject signIn(String... how) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(Chromium.required(), url(""), "ana", password()));
        arguments.addAll(List.of(how));
        return Node.run("sign-in.mjs", arguments.toArray(String[]::new));
    }

    private String url(String path) {
        return site().base().toString().replaceAll("/$", "") + path;
    }
}
