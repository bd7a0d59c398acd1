package dev.escriba.security.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.escriba.Configured;
import dev.escriba.problem.entity.Problem;
import dev.escriba.security.bearer.BearerTokens;
import dev.escriba.security.bearer.ProviderSettings;
import dev.escriba.security.control.ApiKeyAuthenticator;
import dev.escriba.security.control.FailedAttempts;
import dev.escriba.security.control.KnownPrefixes;
import dev.escriba.security.control.SecuritySettings;
import dev.escriba.security.control.VerifiedCredentials;
import dev.escriba.security.entity.Caller;
import dev.escriba.security.entity.CredentialKind;
import dev.escriba.security.entity.Role;
import dev.escriba.security.entity.SignedIn;
import dev.escriba.security.openid.OpenIdSignOn;
import dev.escriba.telemetry.control.SignInMetrics;
import dev.escriba.web.control.ClientAddresses;
import dev.escriba.web.control.Cors;
import dev.escriba.web.control.OpenRequests;
import dev.escriba.web.control.WebSettings;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerMechanismTest {

    private static final Caller CALLER = new Caller("key", "account", Set.of(Role.TRANSCRIBER));

    private final Map<Object, Object> attributes = new HashMap<>();
    private final List<String> failed = new ArrayList<>();
    private int status = 200;
    private Object loggedIn;

    @Test
    void aRedirectToTheIdentityProviderIsNotedAsTheAnswer() {
        CallerMechanism mechanism = new CallerMechanism();
        mechanism.cors = new Cors(Configured.read(WebSettings::read));
        mechanism.open = new OpenRequests(Configured.read(WebSettings::read));
        mechanism.settings = Configured.read(SecuritySettings::read);
        mechanism.openId = new OpenIdSignOn() {
            @Override
            public AuthenticationStatus validate(
                    HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
                response.setStatus(HttpServletResponse.SC_FOUND);
                return AuthenticationStatus.SEND_CONTINUE;
            }
        };
        assertThat(mechanism.validateRequest(request(), response(), context()))
                .isEqualTo(AuthenticationStatus.SEND_CONTINUE);
        assertThat(attributes).containsValue(HttpServletResponse.SC_FOUND);
    }

    @ParameterizedTest
    @CsvSource({"a-key-of-my-own-choosing, false", "a-key-of-my-own-choosing, true", "a.key.with-two-dots, true"})
    void aKeyOfAnyFormIsTakenAsABearerToken(String key, boolean areTokensConfigured) {
        CallerMechanism mechanism = mechanism(key, areTokensConfigured);
        assertThat(mechanism.validateRequest(bearer(key), response(), context()))
                .isEqualTo(AuthenticationStatus.SUCCESS);
        assertThat(loggedIn).isEqualTo(CALLER);
    }

    @Test
    void aTokenThatIsNeitherAKeyNorValidIsRefused() {
        CallerMechanism mechanism = mechanism("a-key-of-my-own-choosing", true);
        for (String token : new String[] {"an-unknown-key", "not.valid.token"}) {
            assertThat(mechanism.validateRequest(bearer(token), response(), context()))
                    .isEqualTo(AuthenticationStatus.SEND_FAILURE);
            assertThat(loggedIn).isNull();
        }
        assertThat(failed).containsExactly("key 401", "token 401");
    }

    @Test
    void aSignInThatIsBeyondTheBudgetOrHasNoRoleIsCounted() {
        CallerMechanism mechanism = mechanism("a-key-of-my-own-choosing", false);
        mechanism.keys = new ApiKeyAuthenticator(null, null, null) {
            @Override
            public Optional<Caller> findCaller(String secret) {
                return Optional.of(new Caller("key", "account", Set.of(Role.METRICS_READER)));
            }
        };
        mechanism.validateRequest(bearer("a-key-of-my-own-choosing"), response(), context());
        mechanism.failures = usedUp();
        mechanism.validateRequest(bearer("a-key-of-my-own-choosing"), response(), context());
        assertThat(failed).containsExactly("key 403", "key 429");
    }

    /** A stranger behind the same address sends tokens until no exception is left. */
    @ParameterizedTest
    @CsvSource({"a-key-of-my-own-choosing, false", "a.key.with-two-dots, true"})
    void aCredentialThatWasLetInBeforeIsVerifiedBeyondTheBudget(String key, boolean areTokensConfigured) {
        CallerMechanism mechanism = mechanism(key, areTokensConfigured);
        AuthenticationStatus before = mechanism.validateRequest(bearer(key), response(), context());
        mechanism.failures = usedUp();
        assertThat(mechanism.validateRequest(bearer(key), response(), context()))
                .isEqualTo(before);
        assertThat(before).isEqualTo(AuthenticationStatus.SUCCESS);
        assertThat(mechanism.validateRequest(bearer("no" + key), response(), context()))
                .isEqualTo(AuthenticationStatus.SEND_FAILURE);
        mechanism.keys = new ApiKeyAuthenticator(null, null, null) {
            @Override
            public Optional<Caller> findCaller(String secret) {
                return Optional.empty();
            }
        };
        // it was revoked: the next time it is a guess as any other
        mechanism.validateRequest(bearer(key), response(), context());
        mechanism.validateRequest(bearer(key), response(), context());
        String kind = areTokensConfigured ? "token" : "key";
        assertThat(failed).containsExactly(kind + " 429", kind + " 401", kind + " 429");
    }

    private static FailedAttempts usedUp() {
        return new FailedAttempts(null, null, Configured.read(SecuritySettings::read)) {
            @Override
            public void requireBudget(CredentialKind kind, String network, BooleanSupplier plausible) {
                throw Problem.tooMany(Duration.ofSeconds(1));
            }

            @Override
            public void count(CredentialKind kind, String network) {}
        };
    }

    private CallerMechanism mechanism(String key, boolean areTokensConfigured) {
        CallerMechanism mechanism = new CallerMechanism();
        mechanism.verified = new VerifiedCredentials();
        mechanism.cors = new Cors(Configured.read(WebSettings::read));
        mechanism.open = new OpenRequests(Configured.read(WebSettings::read));
        mechanism.settings = Configured.read(SecuritySettings::read);
        mechanism.addresses = new ClientAddresses(Configured.read(WebSettings::read));
        mechanism.prefixes = new KnownPrefixes(null, null) {
            @Override
            public boolean isKnown(String text) {
                return text.equals(key);
            }
        };
        mechanism.keys = new ApiKeyAuthenticator(null, null, null) {
            @Override
            public Optional<Caller> findCaller(String secret) {
                return Optional.of(CALLER).filter(any -> secret.equals(key));
            }
        };
        mechanism.tokens = new BearerTokens(Configured.read(ProviderSettings::read)) {
            @Override
            public boolean isConfigured() {
                return areTokensConfigured;
            }

            @Override
            public Optional<SignedIn> verify(String token) {
                return Optional.empty();
            }
        };
        mechanism.failures = new FailedAttempts(null, null, Configured.read(SecuritySettings::read)) {
            @Override
            public void requireBudget(CredentialKind kind, String network, BooleanSupplier plausible) {}

            @Override
            public void count(CredentialKind kind, String network) {}
        };
        mechanism.refusal = new Refusal() {
            @Override
            AuthenticationStatus answer(Problem problem, HttpServletRequest request, HttpServletResponse response) {
                return AuthenticationStatus.SEND_FAILURE;
            }
        };
        mechanism.metrics = new SignInMetrics() {
            @Override
            public void failed(String credential, int status) {
                failed.add(credential + " " + status);
            }
        };
        return mechanism;
    }

    private HttpServletRequest bearer(String token) {
        return fake(HttpServletRequest.class, (name, given) -> switch (name) {
            case "getMethod" -> "GET";
            case "getDispatcherType" -> DispatcherType.REQUEST;
            case "getHeader" -> given[0].equals("Authorization") ? "Bearer " + token : null;
            case "getHeaders" -> Collections.emptyEnumeration();
            case "getRemoteAddr" -> "192.0.2.1";
            case "getRequestURI" -> "/v1/models";
            case "getContextPath" -> "";
            case "isSecure" -> false;
            case "getAttribute" -> attributes.get(given[0]);
            case "setAttribute" -> attributes.put(given[0], given[1]);
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private HttpServletRequest request() {
        return fake(HttpServletRequest.class, (name, given) -> switch (name) {
            case "getMethod" -> "GET";
            case "getDispatcherType" -> DispatcherType.REQUEST;
            case "getHeader" -> null;
            case "getRequestURI" -> "/api/v2/Me";
            case "getContextPath" -> "";
            case "isSecure" -> false;
            case "getAttribute" -> attributes.get(given[0]);
            case "setAttribute" -> attributes.put(given[0], given[1]);
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private HttpServletResponse response() {
        return fake(HttpServletResponse.class, (name, given) -> switch (name) {
            case "setHeader" -> null;
            case "setStatus" -> {
                status = (Integer) given[0];
                yield null;
            }
            case "getStatus" -> status;
            default -> throw new UnsupportedOperationException(name);
        });
    }

    private HttpMessageContext context() {
        return fake(HttpMessageContext.class, (name, given) -> {
            if (name.equals("isProtected")) {
                return true;
            }
            if (name.equals("notifyContainerAboutLogin")) {
                loggedIn = given[0];
                return AuthenticationStatus.SUCCESS;
            }
            throw new UnsupportedOperationException(name);
        });
    }

    private interface Call {
        Object answer(String name, Object[] given);
    }

    private static <T> T fake(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                CallerMechanismTest.class.getClassLoader(),
                new Class<?>[] {type},
                (self, called, given) -> call.answer(called.getName(), given)));
    }
}
